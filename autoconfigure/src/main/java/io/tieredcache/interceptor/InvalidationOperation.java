package io.tieredcache.interceptor;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.InvalidationTiming;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link io.tieredcache.annotation.TieredCacheEvict} or
 * {@link io.tieredcache.annotation.InvalidateTags} says.
 *
 * @param annotation the annotation
 * @param cache the cache, if it names one
 * @param beforeInvocation whether it is done before the method runs
 * @param expire whether entries expire only
 * @param timing when it takes effect within a transaction
 * @param condition whether it is done
 * @param targets what is invalidated
 */
record InvalidationOperation(CacheAnnotation annotation, @Nullable NamedCache cache, boolean beforeInvocation,
        boolean expire, InvalidationTiming timing, CallCondition condition, Targets targets) {

    /**
     * Whether it is known before the method returned what is invalidated.
     */
    boolean isKnownBefore() {
        return !this.condition.readsResult() && !this.targets.readsResult();
    }

    CacheInvalidation targets(MethodInvocation invocation, @Nullable Object result) {
        if (!this.condition.test(invocation, result)) {
            return CacheInvalidation.none();
        }
        CacheInvalidation found = this.targets.of(invocation, result);
        return this.expire ? found.asExpiry() : found;
    }

    interface Targets {

        CacheInvalidation of(MethodInvocation invocation, @Nullable Object result);

        boolean readsResult();

    }

}
