package io.tieredcache.type;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tieredcache.ForbiddenTypeException;

/**
 * Parses the text of a type that may be hostile: {@code name<type,type>[]}. Names are
 * looked up, never loaded.
 */
final class TypeIdParser {

    static final int MAX_LENGTH = 2048;

    static final int MAX_DEPTH = 16;

    private static final String DELIMITERS = "<>,[]";

    private final String id;

    private final Function<String, @Nullable Class<?>> classes;

    private int position;

    private TypeIdParser(String id, Function<String, @Nullable Class<?>> classes) {
        this.id = id;
        this.classes = classes;
    }

    static Type parse(String id, Function<String, @Nullable Class<?>> classes) {
        TypeIdParser parser = new TypeIdParser(id, classes);
        if (id.length() > MAX_LENGTH) {
            throw parser.malformed();
        }
        Type type = parser.type(1);
        if (parser.position != id.length()) {
            throw parser.malformed();
        }
        return type;
    }

    private Type type(int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed();
        }
        Class<?> raw = raw();
        List<Type> arguments = arguments(depth);
        if (arguments.size() != raw.getTypeParameters().length) {
            throw malformed();
        }
        Type type = arrays(arguments.isEmpty() ? raw : new GenericType(raw, arguments), depth);
        if (type instanceof Class<?> found && found.isPrimitive()) {
            throw malformed();
        }
        return type;
    }

    private Class<?> raw() {
        int start = this.position;
        while (this.position < this.id.length() && DELIMITERS.indexOf(this.id.charAt(this.position)) < 0) {
            this.position++;
        }
        String name = this.id.substring(start, this.position);
        Class<?> found = this.classes.apply(name);
        if (found == null) {
            throw new ForbiddenTypeException(
                    "Type '%s' of a stored entry is neither declared by a method here nor on the allow-list"
                        .formatted(TypeText.shown(name)));
        }
        return found;
    }

    private List<Type> arguments(int depth) {
        List<Type> arguments = new ArrayList<>();
        if (skip("<")) {
            do {
                arguments.add(type(depth + 1));
            }
            while (skip(","));
            if (!skip(">")) {
                throw malformed();
            }
        }
        return arguments;
    }

    private Type arrays(Type element, int depth) {
        Type type = element;
        for (int dimension = depth; skip("[]"); dimension++) {
            if (dimension == MAX_DEPTH) {
                throw malformed();
            }
            type = Types.arrayOf(type);
        }
        return type;
    }

    private boolean skip(String token) {
        boolean found = this.id.startsWith(token, this.position);
        this.position += found ? token.length() : 0;
        return found;
    }

    private ForbiddenTypeException malformed() {
        return new ForbiddenTypeException(
                "Type '%s' of a stored entry is not the text of a type".formatted(TypeText.shown(this.id)));
    }

}
