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
 * @param expire whether entries expire only
 * @param condition whether it is done
 * @param targets what is invalidated
 */
record InvalidationOperation(@Nullable NamedCache cache, boolean beforeInvocation, boolean expire,
        CallCondition condition, Targets targets) {

    CacheInvalidation addTo(CacheInvalidation invalidation, MethodInvocation invocation, @Nullable Object result) {
        if (!this.condition.test(invocation, result)) {
            return invalidation;
        }
        CacheInvalidation own = this.targets.addTo(CacheInvalidation.none(), invocation, result);
        return invalidation.and(this.expire ? own.asExpiry() : own);
    }

    @FunctionalInterface
    interface Targets {

        CacheInvalidation addTo(CacheInvalidation invalidation, MethodInvocation invocation, @Nullable Object result);

    }

}
