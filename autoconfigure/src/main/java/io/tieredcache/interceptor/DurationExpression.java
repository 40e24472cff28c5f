package io.tieredcache.interceptor;

import java.time.Duration;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A time to live that differs between calls or values.
 *
 * @param source the expression as written
 * @param expression gives a duration or its text
 */
record DurationExpression(ExpressionSource source, CallExpression expression) {

    @Nullable Duration evaluate(MethodInvocation invocation, @Nullable Object result) {
        Object value = this.expression.evaluate(invocation, result);
        if (value == null) {
            return null;
        }
        try {
            return (value instanceof Duration duration) ? DurationText.check(duration)
                    : DurationText.parse(Conversions.toText(value));
        }
        catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("%s gave '%s', %s".formatted(this.source, value, ex.getMessage()), ex);
        }
    }

}
