package io.tieredcache.interceptor;

import java.util.List;

import io.tieredcache.CacheLoader;
import io.tieredcache.LoadContext;
import io.tieredcache.TieredCache;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * A call that caches may answer, each asking the next one on a miss and the last one the
 * method. It is the loader of the cache that it asks, and made where that has no hit.
 */
final class ReadCall implements CacheLoader<@Nullable Object> {

    private final CacheOperations operations;

    private final MethodInvocation invocation;

    private final int next;

    private ReadCall(CacheOperations operations, MethodInvocation invocation, int next) {
        this.operations = operations;
        this.invocation = invocation;
        this.next = next;
    }

    static @Nullable Object answer(CacheOperations operations, MethodInvocation invocation) throws Throwable {
        int first = applicable(operations.cacheables(), 0, invocation);
        return (first < 0) ? invocation.proceed() : operations.form().wrap(ask(operations, invocation, first));
    }

    private static @Nullable Object ask(CacheOperations operations, MethodInvocation invocation, int index)
            throws Throwable {
        CacheableOperation operation = operations.cacheables().get(index);
        TieredCache cache = operation.cache().get();
        Object key = operation.key().extract(invocation, null);
        Object hit = cache.hit(key);
        return (hit != TieredCache.NO_HIT) ? hit
                : cache.get(key, operation.policy().of(invocation), new ReadCall(operations, invocation, index + 1));
    }

    private static int applicable(List<CacheableOperation> cacheables, int from, MethodInvocation invocation) {
        for (int i = from; i < cacheables.size(); i++) {
            if (cacheables.get(i).applies(invocation)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    // NullAway does not see that the loader's type may be null.
    @SuppressWarnings("NullAway")
    public @Nullable Object load(LoadContext context) throws Throwable {
        int index = applicable(this.operations.cacheables(), this.next, this.invocation);
        if (index >= 0) {
            return ask(this.operations, this.invocation, index);
        }
        context.present(this.operations.form()::wrap);
        return this.operations.form().unwrap(runnable().proceed());
    }

    /**
     * The call, to be run once: it may be run again, and on another thread, after its
     * caller was served an older value.
     */
    private MethodInvocation runnable() {
        return (this.invocation instanceof ProxyMethodInvocation proxied) ? proxied.invocableClone() : this.invocation;
    }

}
