package io.tieredcache.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks one Redis how it is set up. No future fails with anything but
 * {@link io.tieredcache.L2UnavailableException}, and none is open for longer than the
 * time that Redis is waited for. Safe for concurrent use.
 */
public interface RedisInspector {

    /**
     * Name of the Redis in the configuration.
     * @return the name
     */
    String name();

    /**
     * Reads the facts. What Redis refuses to tell is listed and stops nothing.
     * @return the facts, of each master in a cluster
     */
    CompletableFuture<List<RedisFacts>> inspect();

    /**
     * Asks for a sign of life. No thread waits for it.
     * @return when it came
     */
    CompletableFuture<?> ping();

}
