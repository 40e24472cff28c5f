package io.tieredcache.interceptor;

import io.tieredcache.CacheInvalidation;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link io.tieredcache.annotation.TieredCacheEvict} or
 * {@link io.tieredcache.annotation.InvalidateTags} says.
 *
 * @param cache the cache, if it names one
 * @param beforeInvocation whether it is done before the method runs
 * @param condition whether it is done
 * @param targets what is invalidated
 */
record InvalidationOperation(@Nullable NamedCache cache, boolean beforeInvocation, CallCondition condition,
        Targets targets) {

    CacheInvalidation addTo(CacheInvalidation invalidation, MethodInvocation invocation, @Nullable Object result) {
        return this.condition.test(invocation, result) ? this.targets.addTo(invalidation, invocation, result)
                : invalidation;
    }

    @FunctionalInterface
    interface Targets {

        CacheInvalidation addTo(CacheInvalidation invalidation, MethodInvocation invocation, @Nullable Object result);

    }

}
