package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;

/**
 * What one {@link io.tieredcache.annotation.TieredCacheable} says.
 *
 * @param cache the cache
 * @param key the key
 * @param policy how the entry is kept
 * @param condition whether the cache is asked
 */
record CacheableOperation(NamedCache cache, KeyExtractor key, CallPolicy policy, CallCondition condition) {

    boolean applies(MethodInvocation invocation) {
        return this.condition.test(invocation, null);
    }

}
