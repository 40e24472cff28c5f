package io.tieredcache.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reduces types to classes, {@link GenericType} and {@link GenericArray}, which is what
 * the rest of the package knows.
 */
final class Types {

    private Types() {
    }

    /**
     * The type with wildcards and type variables reduced to their first bound and raw
     * generic classes given the bounds of their parameters.
     */
    static Type reduce(Type type) {
        return reduce(type, new HashSet<>());
    }

    static Class<?> raw(Type reduced) {
        if (reduced instanceof GenericType generic) {
            return generic.raw();
        }
        return (reduced instanceof GenericArray array) ? raw(array.component()).arrayType() : (Class<?>) reduced;
    }

    static Type arrayOf(Type component) {
        return (component instanceof Class<?> raw) ? raw.arrayType() : new GenericArray(component);
    }

    static void forEachClass(Type reduced, Consumer<Class<?>> action) {
        if (reduced instanceof GenericType generic) {
            action.accept(generic.raw());
            generic.arguments().forEach((argument) -> forEachClass(argument, action));
        }
        else if (reduced instanceof GenericArray array) {
            forEachClass(array.component(), action);
        }
        else {
            action.accept(elementClass((Class<?>) reduced));
        }
    }

    static Class<?> elementClass(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    private static Type reduce(Type type, Set<Type> open) {
        if (type instanceof Class<?> raw) {
            return raw.isArray() ? arrayOf(reduce(raw.getComponentType(), open))
                    : generic(raw, raw.getTypeParameters(), open);
        }
        if (type instanceof ParameterizedType parameterized) {
            return generic((Class<?>) parameterized.getRawType(), parameterized.getActualTypeArguments(), open);
        }
        if (type instanceof GenericArrayType array) {
            return arrayOf(reduce(array.getGenericComponentType(), open));
        }
        if (type instanceof WildcardType wildcard) {
            return reduce(wildcard.getUpperBounds()[0], open);
        }
        return bound((TypeVariable<?>) type, open);
    }

    private static Type generic(Class<?> raw, Type[] arguments, Set<Type> open) {
        List<Type> reduced = Arrays.stream(arguments).map((argument) -> reduce(argument, open)).toList();
        return reduced.isEmpty() ? raw : new GenericType(raw, reduced);
    }

    private static Type bound(TypeVariable<?> variable, Set<Type> open) {
        // A variable within its own bound, as in T extends Comparable<T>.
        if (!open.add(variable)) {
            return Object.class;
        }
        Type bound = reduce(variable.getBounds()[0], open);
        open.remove(variable);
        return bound;
    }

}
