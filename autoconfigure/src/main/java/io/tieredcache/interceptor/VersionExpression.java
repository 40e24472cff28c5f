package io.tieredcache.interceptor;

import io.tieredcache.EntryVersion;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * The version of what a call puts.
 *
 * @param source the expression as written
 * @param expression gives a number, an Instant or {@code null}
 */
record VersionExpression(ExpressionSource source, CallExpression expression) {

    @Nullable EntryVersion evaluate(MethodInvocation invocation, @Nullable Object result) {
        Object value = this.expression.evaluate(invocation, result);
        try {
            return EntryVersion.of(value);
        }
        catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("%s: %s".formatted(this.source, ex.getMessage()), ex);
        }
    }

}
