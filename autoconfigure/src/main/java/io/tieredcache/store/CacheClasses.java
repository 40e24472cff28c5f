package io.tieredcache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The consistency classes that the living instances of a namespace have declared for its
 * caches. No future fails with anything but
 * {@link io.tieredcache.L2UnavailableException}. Safe for concurrent use.
 */
public interface CacheClasses {

    /**
     * Declares the class of each cache for a time, all of them or none.
     * @param classes the classes by the caches' names
     * @param life how long the declaration stands if it is not renewed
     * @return what other instances declare otherwise, by the caches' names; where it is
     * empty, ours was taken
     */
    CompletableFuture<Map<String, String>> declare(Map<String, String> classes, Duration life);

    /**
     * Takes this instance's declarations back.
     * @param caches the names of the caches
     * @return when it is done
     */
    CompletableFuture<?> withdraw(Collection<String> caches);

}
