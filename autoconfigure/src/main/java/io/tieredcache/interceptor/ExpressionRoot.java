package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;

import io.tieredcache.TieredCache;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What expressions see as {@code #root}.
 */
final class ExpressionRoot {

    private final MethodInvocation invocation;

    private final CachedMethod method;

    private final @Nullable NamedCache cache;

    ExpressionRoot(MethodInvocation invocation, CachedMethod method, @Nullable NamedCache cache) {
        this.invocation = invocation;
        this.method = method;
        this.cache = cache;
    }

    public Method getMethod() {
        return this.method.method();
    }

    public String getMethodName() {
        return this.method.method().getName();
    }

    public @Nullable Object getTarget() {
        return this.invocation.getThis();
    }

    public Class<?> getTargetClass() {
        return this.method.owner();
    }

    public @Nullable Object[] getArgs() {
        return this.invocation.getArguments();
    }

    public Collection<TieredCache> getCaches() {
        return (this.cache != null) ? List.of(this.cache.get()) : List.of();
    }

}
