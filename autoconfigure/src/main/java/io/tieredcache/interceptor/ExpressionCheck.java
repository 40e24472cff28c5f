package io.tieredcache.interceptor;

import io.tieredcache.InvalidCacheAnnotationException;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Checks the variables and beans that an expression names.
 *
 * @param source the expression as written
 * @param variables the variables of the call
 * @param beanFactory the beans
 */
record ExpressionCheck(ExpressionSource source, CallVariables variables, BeanFactory beanFactory) {

    /**
     * Checks an expression.
     * @param node the expression, parsed
     * @return whether it reads {@code #result}
     */
    boolean check(SpelNode node) {
        boolean readsResult = false;
        if (node instanceof VariableReference || node instanceof FunctionReference) {
            readsResult = checkVariable(variableName(node));
        }
        else if (node instanceof BeanReference reference) {
            checkBean(reference.getName());
        }
        for (int i = 0; i < node.getChildCount(); i++) {
            readsResult |= check(node.getChild(i));
        }
        return readsResult;
    }

    private static String variableName(SpelNode node) {
        String text = node.toStringAST();
        int arguments = text.indexOf('(');
        return text.substring(1, (arguments >= 0) ? arguments : text.length());
    }

    private boolean checkVariable(String name) {
        boolean parameter = this.variables.knows(name);
        if (name.equals(CallVariables.RESULT) && this.source.seesResult()) {
            if (parameter) {
                throw this.source.invalid("but 'result' is the name of a parameter as well.", "Rename the parameter.");
            }
            return true;
        }
        if (!parameter) {
            throw unknown(name);
        }
        return false;
    }

    private InvalidCacheAnnotationException unknown(String name) {
        if (name.equals(CallVariables.RESULT)) {
            return this.source.invalid("but '#result' is not known when it is evaluated.",
                    "Use %s.".formatted(this.variables.describe(false)));
        }
        if (this.variables.isWithoutNames()) {
            return this.source.invalid(
                    "but the class was compiled without the names of its parameters, so that '#%s' is unknown."
                        .formatted(name),
                    "Compile with '-parameters', or use %s.".formatted(this.variables.describe(false)));
        }
        return this.source.invalid("but there is no variable '#%s'.".formatted(name),
                "Use %s.".formatted(this.variables.describe(this.source.seesResult())));
    }

    private void checkBean(String name) {
        if (!this.beanFactory.containsBean(name)) {
            throw this.source.invalid("but there is no bean '%s'.".formatted(name),
                    "Correct the name, or define the bean.");
        }
    }

}
