package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A value that an annotation gives for each call.
 */
@FunctionalInterface
interface CallExpression {

    /**
     * Computes the value.
     * @param invocation the call
     * @param result the method's result as it is cached; of no effect where the
     * expression does not read it
     * @return the value
     */
    @Nullable Object evaluate(MethodInvocation invocation, @Nullable Object result);

    default boolean readsResult() {
        return false;
    }

}
