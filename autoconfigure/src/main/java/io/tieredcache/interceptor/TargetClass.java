package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;

/**
 * The class of the object behind a proxy.
 */
final class TargetClass {

    private TargetClass() {
    }

    static Class<?> of(MethodInvocation invocation) {
        Object target = invocation.getThis();
        return (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
    }

}
