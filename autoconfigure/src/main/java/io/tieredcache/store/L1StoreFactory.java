package io.tieredcache.store;

import io.tieredcache.CacheSettings;

/**
 * Makes the store of copies of a cache.
 */
@FunctionalInterface
public interface L1StoreFactory {

    /**
     * Makes a store.
     * @param settings the cache's settings
     * @return the store
     */
    L1Store create(CacheSettings settings);

}
