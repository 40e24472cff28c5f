package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Advice around each annotated method.
 */
final class TieredCacheInterceptor implements MethodInterceptor {

    private final OperationSource source;

    private final CacheBeans beans;

    TieredCacheInterceptor(OperationSource source, CacheBeans beans) {
        this.source = source;
        this.beans = beans;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        CacheOperations operations = this.source.find(invocation.getMethod(), TargetClass.of(invocation));
        if (operations == null) {
            return invocation.proceed();
        }
        return operations.onlyRead() ? ReadCall.answer(operations, invocation)
                : new WriteCall(operations, invocation, this.beans).proceed();
    }

}
