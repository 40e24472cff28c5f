package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A key that the annotation names.
 *
 * @param source the expression as written
 * @param expression the expression
 */
record ExpressionKey(ExpressionSource source, CallExpression expression) implements KeyExtractor {

    @Override
    public Object extract(MethodInvocation invocation, @Nullable Object result) {
        Object key = this.expression.evaluate(invocation, result);
        if (key == null) {
            throw new IllegalArgumentException("%s gave null, which is no key.".formatted(this.source));
        }
        return key;
    }

    @Override
    public @Nullable ArgumentReader reader() {
        return (this.expression instanceof DirectExpression direct) ? direct.reader() : null;
    }

    @Override
    public boolean readsResult() {
        return this.expression.readsResult();
    }

}
