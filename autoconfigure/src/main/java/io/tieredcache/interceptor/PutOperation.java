package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link io.tieredcache.annotation.TieredCachePut} says.
 *
 * @param cache the cache
 * @param key the key
 * @param policy how the entry is kept
 * @param condition whether the result is put
 * @param unless whether the result is not put
 */
record PutOperation(NamedCache cache, KeyExtractor key, CallPolicy policy, CallCondition condition,
        CallCondition unless) {

    boolean puts(MethodInvocation invocation, @Nullable Object value) {
        return this.condition.test(invocation, value) && !this.unless.test(invocation, value);
    }

}
