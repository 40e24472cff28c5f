package io.tieredcache;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;

/**
 * The caches of an application. Caches declared in the configuration exist from the start
 * on; others are made on demand unless that is switched off. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface TieredCacheManager extends CacheManager {

    /**
     * Gives the cache of a name, making it where that is allowed.
     * @param name the cache's name, 1 to 128 characters
     * @return the cache, {@code null} if it is not declared and caches on demand are
     * switched off
     */
    @Override
    @Nullable TieredCache getCache(String name);

}
