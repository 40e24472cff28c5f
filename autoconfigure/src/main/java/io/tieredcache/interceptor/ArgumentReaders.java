package io.tieredcache.interceptor;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.StringLiteral;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Turns the forms that keys and tags usually have into {@link ArgumentReader}s: a
 * parameter, a path of its properties, texts joined by {@code +}, and lists of these. A
 * context of SpEL and its evaluation cost about ten times what the rest of a hit does.
 */
final class ArgumentReaders {

    /** SpEL refuses to make longer texts; it is left to say so. */
    private static final int MAX_TEXT = 10_000;

    private final CallVariables variables;

    private ArgumentReaders(CallVariables variables) {
        this.variables = variables;
    }

    /**
     * A reader of an expression.
     * @param expression the expression, which does not read the result
     * @param variables what it may name
     * @return the reader, {@code null} where it needs SpEL
     */
    static @Nullable ArgumentReader of(SpelNode expression, CallVariables variables) {
        return new ArgumentReaders(variables).reader(expression);
    }

    private @Nullable ArgumentReader reader(SpelNode node) {
        if (node instanceof VariableReference) {
            return parameter(node);
        }
        if (node instanceof CompoundExpression) {
            return path(node);
        }
        if (node instanceof StringLiteral literal) {
            Object text = literal.getLiteralValue().getValue();
            return (arguments) -> text;
        }
        if (node instanceof OpPlus && node.getChildCount() == 2) {
            return sum(reader(node.getChild(0)), reader(node.getChild(1)));
        }
        return (node instanceof InlineList) ? list(node) : null;
    }

    private @Nullable ArgumentReader parameter(SpelNode node) {
        int index = this.variables.parameterIndex(node.toStringAST().substring(1));
        return (index >= 0) ? (arguments) -> arguments[index] : null;
    }

    private @Nullable ArgumentReader path(SpelNode node) {
        ArgumentReader reader = reader(node.getChild(0));
        for (int i = 1; i < node.getChildCount() && reader != null; i++) {
            reader = (node.getChild(i) instanceof PropertyOrFieldReference property) ? property(reader, property)
                    : null;
        }
        return reader;
    }

    private static ArgumentReader property(ArgumentReader owner, PropertyOrFieldReference property) {
        PropertyReader reader = new PropertyReader(property.getName());
        // SpEL looks into the content of an Optional by the null-safe operator.
        boolean nullSafe = property.isNullSafe();
        return (arguments) -> {
            Object target = owner.read(arguments);
            return (target == null || target == ArgumentReader.UNKNOWN || (nullSafe && target instanceof Optional))
                    ? ArgumentReader.UNKNOWN : reader.read(target);
        };
    }

    private static @Nullable ArgumentReader sum(@Nullable ArgumentReader first, @Nullable ArgumentReader second) {
        return (first == null || second == null) ? null
                : (arguments) -> join(first.read(arguments), second.read(arguments));
    }

    private static Object join(@Nullable Object first, @Nullable Object second) {
        boolean text = first instanceof String || second instanceof String;
        if (!text || !isText(first) || !isText(second)) {
            return ArgumentReader.UNKNOWN;
        }
        String joined = String.valueOf(first).concat(String.valueOf(second));
        return (joined.length() <= MAX_TEXT) ? joined : ArgumentReader.UNKNOWN;
    }

    /**
     * Whether SpEL joins a value as its {@code toString} gives it, whatever converters
     * there are.
     */
    private static boolean isText(@Nullable Object value) {
        return value instanceof String || value instanceof Integer || value instanceof Long;
    }

    private @Nullable ArgumentReader list(SpelNode node) {
        ArgumentReader[] elements = new ArgumentReader[node.getChildCount()];
        for (int i = 0; i < elements.length; i++) {
            ArgumentReader element = reader(node.getChild(i));
            if (element == null) {
                return null;
            }
            elements[i] = element;
        }
        return (arguments) -> {
            @Nullable Object[] values = new Object[elements.length];
            for (int i = 0; i < elements.length; i++) {
                values[i] = elements[i].read(arguments);
                if (values[i] == ArgumentReader.UNKNOWN) {
                    return ArgumentReader.UNKNOWN;
                }
            }
            return Collections.unmodifiableList(Arrays.asList(values));
        };
    }

}
