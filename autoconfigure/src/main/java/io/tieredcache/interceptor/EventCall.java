package io.tieredcache.interceptor;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * An event in the form of a call, which is what expressions are evaluated for: its one
 * argument is {@code #event}.
 *
 * @param event the event
 */
record EventCall(Object event) implements MethodInvocation {

    private static final Method METHOD = find();

    private static Method find() {
        Method method = ReflectionUtils.findMethod(Handler.class, "on", Object.class);
        if (method == null) {
            throw new IllegalStateException("The method of events is missing");
        }
        return method;
    }

    static CachedMethod method(Class<?> owner) {
        return new CachedMethod(owner, METHOD);
    }

    @Override
    public Method getMethod() {
        return METHOD;
    }

    @Override
    public AccessibleObject getStaticPart() {
        return METHOD;
    }

    @Override
    public @Nullable Object[] getArguments() {
        return new Object[] { this.event };
    }

    @Override
    public @Nullable Object getThis() {
        return null;
    }

    @Override
    public @Nullable Object proceed() {
        return null;
    }

    /**
     * Gives the event its name.
     */
    @FunctionalInterface
    interface Handler {

        void on(Object event);

    }

}
