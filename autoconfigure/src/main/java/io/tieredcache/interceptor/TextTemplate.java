package io.tieredcache.interceptor;

import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A text with expressions in it. An expression that gives {@code null} adds nothing.
 *
 * @param parts the parts, in order
 */
record TextTemplate(List<CallExpression> parts) implements CallExpression {

    @Override
    public String evaluate(MethodInvocation invocation, @Nullable Object result) {
        StringBuilder text = new StringBuilder();
        for (CallExpression part : this.parts) {
            Object value = part.evaluate(invocation, result);
            if (value != null) {
                text.append(Conversions.toText(value));
            }
        }
        return text.toString();
    }

    @Override
    public boolean readsResult() {
        return this.parts.stream().anyMatch(CallExpression::readsResult);
    }

}
