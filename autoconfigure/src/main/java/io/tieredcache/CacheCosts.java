package io.tieredcache;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the caches of this instance occupy, cost and save. A bean of the application
 * context where {@code tiered-cache.cost.enabled} is {@code true}. Tells what the last
 * look found, one of which is taken each {@code tiered-cache.cost.sample-every}; no
 * method waits for Redis. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface CacheCosts {

    /**
     * All caches of this instance.
     * @return the caches by their names
     */
    List<CacheCost> all();

    /**
     * One cache.
     * @param cache its name
     * @return what it occupies, costs and saves; {@code null} if there is no such cache
     */
    @Nullable CacheCost of(String cache);

}
