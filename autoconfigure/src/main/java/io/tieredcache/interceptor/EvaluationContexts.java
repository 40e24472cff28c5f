package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * Makes what the expressions of one annotation see in a call.
 *
 * @param annotation the annotation
 * @param cache the annotation's cache, if it has one
 * @param shared resolves beans, and keeps what reflection found out
 */
record EvaluationContexts(CacheAnnotation annotation, @Nullable NamedCache cache, StandardEvaluationContext shared) {

    EvaluationContext create(MethodInvocation invocation, @Nullable Object result) {
        MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(
                new ExpressionRoot(invocation, this.annotation.method(), this.cache), this.annotation.namedBy(),
                invocation.getArguments(), DefaultParameterNameDiscoverer.getSharedInstance());
        this.shared.applyDelegatesTo(context);
        if (result != null) {
            context.setVariable(CallVariables.RESULT, result);
        }
        return context;
    }

}
