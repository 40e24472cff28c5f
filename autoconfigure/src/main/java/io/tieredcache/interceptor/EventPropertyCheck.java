package io.tieredcache.interceptor;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Checks the properties that an expression reads of an event, where the event's class is
 * final, as that of a record: no subclass may have more of them.
 *
 * @param source the expression as written
 * @param eventType the class of the event
 */
record EventPropertyCheck(ExpressionSource source, Class<?> eventType) {

    private static final String EVENT = "#event";

    void check(SpelNode node) {
        PropertyOrFieldReference property = propertyOfEvent(node);
        if (property != null && Modifier.isFinal(this.eventType.getModifiers()) && !has(property.getName())) {
            throw this.source.invalid(
                    "but %s has no property '%s'.".formatted(this.eventType.getSimpleName(), property.getName()),
                    "Use a property of %s.".formatted(ClassUtils.getShortName(this.eventType)));
        }
        for (int i = 0; i < node.getChildCount(); i++) {
            check(node.getChild(i));
        }
    }

    private static @Nullable PropertyOrFieldReference propertyOfEvent(SpelNode node) {
        return (node instanceof CompoundExpression && node.getChild(0) instanceof VariableReference variable
                && EVENT.equals(variable.toStringAST())
                && node.getChild(1) instanceof PropertyOrFieldReference property) ? property : null;
    }

    private boolean has(String name) {
        String capitalized = StringUtils.capitalize(name);
        return Stream.of("get" + capitalized, "is" + capitalized, name)
            .anyMatch((getter) -> ClassUtils.hasMethod(this.eventType, getter))
                || Arrays.stream(this.eventType.getFields()).anyMatch((field) -> field.getName().equals(name));
    }

}
