package io.tieredcache.interceptor;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * Turns the text of an attribute into a {@link CallExpression} and checks what it names.
 * What the arguments alone tell, such as {@code #code} and {@code #airport.code}, is read
 * without SpEL.
 */
final class ExpressionCompiler {

    private static final String TEMPLATE_PREFIX = "#{";

    private final SpelExpressionParser parser = new SpelExpressionParser();

    private final StandardEvaluationContext shared = new StandardEvaluationContext();

    private final BeanFactory beanFactory;

    ExpressionCompiler(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        this.shared.setBeanResolver(new BeanFactoryResolver(beanFactory));
    }

    static boolean isTemplate(String text) {
        return text.contains(TEMPLATE_PREFIX);
    }

    CallExpression expression(ExpressionSource source) {
        return compile(parse(source, null), source);
    }

    /**
     * Compiles a text with one or several <code>#{...}</code>. A single one keeps the
     * type of its value, all else gives text.
     * @param source the text
     * @return the expression
     */
    CallExpression template(ExpressionSource source) {
        return compile(parse(source, ParserContext.TEMPLATE_EXPRESSION), source);
    }

    private Expression parse(ExpressionSource source, @Nullable ParserContext context) {
        try {
            return (context != null) ? this.parser.parseExpression(source.text(), context)
                    : this.parser.parseExpression(source.text());
        }
        catch (ParseException ex) {
            throw source.invalid("which is no valid expression: " + ex.getSimpleMessage(), "Correct the expression.");
        }
    }

    private CallExpression compile(Expression expression, ExpressionSource source) {
        if (expression instanceof CompositeStringExpression composite) {
            return new TextTemplate(
                    Arrays.stream(composite.getExpressions()).map((part) -> compile(part, source)).toList());
        }
        if (expression instanceof SpelExpression spel) {
            return compile(spel, source);
        }
        String literal = ((LiteralExpression) expression).getValue();
        return (invocation, result) -> literal;
    }

    private CallExpression compile(SpelExpression expression, ExpressionSource source) {
        CallVariables variables = new CallVariables(source.annotation());
        boolean readsResult = new ExpressionCheck(source, variables, this.beanFactory).check(expression.getAST());
        Class<?> eventType = source.annotation().eventType();
        if (eventType != null) {
            new EventPropertyCheck(source, eventType).check(expression.getAST());
        }
        SpelCallExpression evaluated = new SpelCallExpression(expression, readsResult,
                new EvaluationContexts(source.annotation(), source.cache(), this.shared));
        ArgumentReader reader = readsResult ? null : ArgumentReaders.of(expression.getAST(), variables);
        return (reader != null) ? new DirectExpression(reader, evaluated) : evaluated;
    }

}
