package io.tieredcache.interceptor;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.tieredcache.TieredCache;

/**
 * A method whose hits take nothing but its arguments.
 *
 * @param cache the cache
 * @param key reads the key
 * @param form how the method returns what is cached
 */
record HitCall(NamedCache cache, ArgumentReader key, ReturnForm form) {

    /**
     * What a method needs for its hits.
     * @param method the method
     * @param operations what its annotations say
     * @return the call, {@code null} if there is more to do for a hit
     */
    static @Nullable HitCall of(Method method, CacheOperations operations) {
        // The advice refuses null as the answer of a primitive type.
        if (!operations.onlyRead() || operations.cacheables().size() != 1 || method.getReturnType().isPrimitive()) {
            return null;
        }
        CacheableOperation operation = operations.cacheables().get(0);
        ArgumentReader key = operation.key().reader();
        return (key == null || operation.condition() != CallCondition.ALWAYS) ? null
                : new HitCall(operation.cache(), key, operations.form());
    }

    /**
     * Answers a call from L1.
     * @param arguments the arguments
     * @return what the method returns, or {@link TieredCache#NO_HIT}
     */
    @Nullable Object answer(@Nullable Object[] arguments) {
        Object key = this.key.read(arguments);
        if (key == null || key == ArgumentReader.UNKNOWN) {
            return TieredCache.NO_HIT;
        }
        Object hit = this.cache.get().hit(key);
        return (hit != TieredCache.NO_HIT) ? this.form.wrap(hit) : hit;
    }

}
