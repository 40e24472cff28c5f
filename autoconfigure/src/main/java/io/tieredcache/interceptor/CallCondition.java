package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A yes or no that an annotation gives for each call.
 */
@FunctionalInterface
interface CallCondition {

    /** Of an attribute that is not set. */
    CallCondition ALWAYS = (invocation, result) -> true;

    /** Of an attribute that is not set. */
    CallCondition NEVER = (invocation, result) -> false;

    boolean test(MethodInvocation invocation, @Nullable Object result);

    default boolean readsResult() {
        return false;
    }

    static CallCondition of(CallExpression expression) {
        return new CallCondition() {

            @Override
            public boolean test(MethodInvocation invocation, @Nullable Object result) {
                return Conversions.isTrue(expression.evaluate(invocation, result));
            }

            @Override
            public boolean readsResult() {
                return expression.readsResult();
            }

        };
    }

}
