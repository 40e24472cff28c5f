package io.tieredcache.transaction;

import java.util.function.Consumer;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.ApplicationInstance;

/**
 * The ways to change an airport and to tell the cache of it.
 */
enum Change {

    EVICT((call) -> call.writes().evict(call.code(), call.name())),

    EVICT_ALL((call) -> call.writes().evictAll(call.code(), call.name())),

    INVALIDATE_TAG((call) -> call.writes().invalidateTag(call.code(), call.name())),

    PUT((call) -> call.writes().put(call.code(), call.name())),

    EVICT_BY_SPRING((call) -> call.writes().evictBySpring(call.code(), call.name())),

    EVICT_ALL_BY_SPRING((call) -> call.writes().evictAllBySpring(call.code(), call.name())),

    PUT_BY_SPRING((call) -> call.writes().putBySpring(call.code(), call.name())),

    CACHE_EVICT((call) -> {
        call.writes().renameSilently(call.code(), call.name());
        call.cache().evict(call.code());
    }),

    CACHE_PUT((call) -> {
        call.writes().renameSilently(call.code(), call.name());
        call.cache().put(call.code(), call.name());
    }),

    CACHE_CLEAR((call) -> {
        call.writes().renameSilently(call.code(), call.name());
        call.cache().clear();
    }),

    INVALIDATOR_KEY((call) -> call.invalidate(CacheInvalidation.none().key(Airports.CACHE, call.code()))),

    INVALIDATOR_TAG((call) -> call.invalidate(CacheInvalidation.none().tags("airport:" + call.code()))),

    INVALIDATOR_CACHE((call) -> call.invalidate(CacheInvalidation.none().cache(Airports.CACHE))),

    INVALIDATOR_NAMESPACE((call) -> call.invalidate(CacheInvalidation.none().wholeNamespace()));

    private final Consumer<Call> call;

    Change(Consumer<Call> call) {
        this.call = call;
    }

    void make(ApplicationInstance instance, String code, String name) {
        this.call.accept(new Call(instance, code, name));
    }

    /**
     * One change.
     */
    private record Call(ApplicationInstance instance, String code, String name) {

        AirportWrites writes() {
            return this.instance.bean(AirportWrites.class);
        }

        TieredCache cache() {
            return this.instance.cache(Airports.CACHE);
        }

        void invalidate(CacheInvalidation invalidation) {
            writes().renameSilently(this.code, this.name);
            this.instance.bean(CacheInvalidator.class).invalidate(invalidation);
        }

    }

}
