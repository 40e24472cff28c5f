package io.tieredcache.transaction;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.testing.ApplicationInstance;

/**
 * The ways to change an airport and to tell the cache of it.
 */
enum Change {

    EVICT, EVICT_ALL, INVALIDATE_TAG, PUT, EVICT_BY_SPRING, EVICT_ALL_BY_SPRING, PUT_BY_SPRING, CACHE_EVICT, CACHE_PUT,
    CACHE_CLEAR, INVALIDATOR_KEY, INVALIDATOR_TAG, INVALIDATOR_CACHE, INVALIDATOR_NAMESPACE;

    void make(ApplicationInstance instance, String code, String name) {
        AirportWrites writes = instance.bean(AirportWrites.class);
        switch (this) {
            case EVICT -> writes.evict(code, name);
            case EVICT_ALL -> writes.evictAll(code, name);
            case INVALIDATE_TAG -> writes.invalidateTag(code, name);
            case PUT -> writes.put(code, name);
            case EVICT_BY_SPRING -> writes.evictBySpring(code, name);
            case EVICT_ALL_BY_SPRING -> writes.evictAllBySpring(code, name);
            case PUT_BY_SPRING -> writes.putBySpring(code, name);
            default -> {
                writes.renameSilently(code, name);
                tell(instance, code, name);
            }
        }
    }

    private void tell(ApplicationInstance instance, String code, String name) {
        CacheInvalidator invalidator = instance.bean(CacheInvalidator.class);
        CacheInvalidation none = CacheInvalidation.none();
        switch (this) {
            case CACHE_EVICT -> instance.cache(Airports.CACHE).evict(code);
            case CACHE_PUT -> instance.cache(Airports.CACHE).put(code, name);
            case CACHE_CLEAR -> instance.cache(Airports.CACHE).clear();
            case INVALIDATOR_KEY -> invalidator.invalidate(none.key(Airports.CACHE, code));
            case INVALIDATOR_TAG -> invalidator.invalidate(none.tags("airport:" + code));
            case INVALIDATOR_CACHE -> invalidator.invalidate(none.cache(Airports.CACHE));
            case INVALIDATOR_NAMESPACE -> invalidator.invalidate(none.wholeNamespace());
            default -> throw new IllegalStateException(name());
        }
    }

}
