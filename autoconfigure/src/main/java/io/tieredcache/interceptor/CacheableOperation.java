package io.tieredcache.interceptor;

import io.tieredcache.CacheLoader;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

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

    @Nullable Object read(MethodInvocation invocation, CacheLoader<@Nullable Object> loader) throws Throwable {
        return this.cache.get().get(this.key.extract(invocation, null), this.policy.of(invocation), loader);
    }

}
