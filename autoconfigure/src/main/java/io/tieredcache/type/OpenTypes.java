package io.tieredcache.type;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Tells which types say enough to read a value back.
 */
final class OpenTypes {

    private final Predicate<Class<?>> selfDescribing;

    private final Map<Class<?>, Boolean> described = new ConcurrentHashMap<>();

    OpenTypes(Predicate<Class<?>> selfDescribing) {
        this.selfDescribing = selfDescribing;
    }

    boolean isOpen(Type type) {
        if (type instanceof GenericType generic) {
            return isOpenClass(generic.raw()) || generic.arguments().stream().anyMatch(this::isOpen);
        }
        if (type instanceof GenericArray array) {
            return isOpen(array.component());
        }
        Class<?> raw = (Class<?>) type;
        return isOpenClass(Types.elementClass(raw));
    }

    boolean isOpenClass(Class<?> type) {
        if (type.isPrimitive() || type.isEnum() || JdkTypes.isScalar(type) || JdkTypes.isContainer(type)) {
            return false;
        }
        return (type == Object.class || Modifier.isAbstract(type.getModifiers())) && !isSelfDescribing(type);
    }

    /** Whether the stored form itself tells which subclass a value has. */
    boolean isSelfDescribing(Class<?> type) {
        return this.described.computeIfAbsent(type, this.selfDescribing::test);
    }

    /** Whether what was found in an entry fits what the caller declared. */
    boolean isAssignable(Type declared, Type found) {
        if (declared.equals(found)) {
            return true;
        }
        return isOpen(declared) && Types.raw(declared).isAssignableFrom(Types.raw(found))
                && areAssignable(argumentsOf(declared), argumentsOf(found));
    }

    private boolean areAssignable(List<Type> declared, List<Type> found) {
        if (declared.size() != found.size()) {
            return true;
        }
        for (int i = 0; i < declared.size(); i++) {
            if (!isAssignable(declared.get(i), found.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<Type> argumentsOf(Type type) {
        return (type instanceof GenericType generic) ? generic.arguments() : List.of();
    }

}
