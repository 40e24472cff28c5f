package io.tieredcache.type;

import java.lang.reflect.Type;
import java.util.stream.Collectors;

/**
 * Text forms of types.
 */
final class TypeText {

    private static final int SHOWN_LENGTH = 120;

    private TypeText() {
    }

    /** The text of a reduced type, which the parser turns back into the same type. */
    static String of(Type type) {
        if (type instanceof GenericType generic) {
            return generic.arguments()
                .stream()
                .map(TypeText::of)
                .collect(Collectors.joining(",", generic.raw().getName() + "<", ">"));
        }
        if (type instanceof GenericArray array) {
            return of(array.component()) + "[]";
        }
        Class<?> raw = (Class<?>) type;
        return raw.isArray() ? of(raw.getComponentType()) + "[]" : raw.getName();
    }

    /** A text from outside, short and without control characters, for messages. */
    static String shown(String text) {
        String head = (text.length() > SHOWN_LENGTH) ? text.substring(0, SHOWN_LENGTH) + "..." : text;
        return head.replaceAll("[^\\x20-\\x7e]", "?");
    }

}
