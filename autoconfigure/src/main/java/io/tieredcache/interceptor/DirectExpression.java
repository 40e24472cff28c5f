package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * An expression that is read from the arguments where that is possible, and evaluated
 * where it is not.
 *
 * @param reader reads the value
 * @param expression the same expression
 */
record DirectExpression(ArgumentReader reader, SpelCallExpression expression) implements CallExpression {

    @Override
    public @Nullable Object evaluate(MethodInvocation invocation, @Nullable Object result) {
        Object value = this.reader.read(invocation.getArguments());
        return (value != ArgumentReader.UNKNOWN) ? value : this.expression.evaluate(invocation, result);
    }

}
