package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.Expression;

/**
 * A parsed SpEL expression.
 *
 * @param expression the expression
 * @param readsResult whether it reads {@code #result}
 * @param contexts gives what it may see
 */
record SpelCallExpression(Expression expression, boolean readsResult,
        EvaluationContexts contexts) implements CallExpression {

    @Override
    public @Nullable Object evaluate(MethodInvocation invocation, @Nullable Object result) {
        return this.expression.getValue(this.contexts.create(invocation, this.readsResult ? result : null));
    }

}
