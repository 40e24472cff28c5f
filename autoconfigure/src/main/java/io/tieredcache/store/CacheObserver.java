package io.tieredcache.store;

import io.tieredcache.TieredCache;

/**
 * Is told of every cache that is made, and of what the caches do. Found as a bean. Safe
 * for concurrent use; no method blocks or throws.
 */
public interface CacheObserver {

    /**
     * A cache is about to be made.
     * @param cache its name
     * @return is told what it does
     */
    default CacheProbe probe(String cache) {
        return CacheProbe.NONE;
    }

    /**
     * A cache was made; nobody else has it yet.
     * @param cache the cache
     */
    default void created(TieredCache cache) {
    }

    /**
     * This instance begins to invalidate, on the calling thread.
     * @param cache the cache's name, {@code several} for more than one, and {@code none}
     * for tags or the namespace
     * @return the step under way, which ends when Redis has acknowledged or failed
     */
    default CacheProbe.Running invalidating(String cache) {
        return CacheProbe.Running.NONE;
    }

}
