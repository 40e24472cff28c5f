package io.tieredcache.type;

import java.lang.reflect.Proxy;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The class that stands for a value, whatever class of the JDK implements it.
 */
final class ValueKinds {

    private static final List<Class<?>> CONTAINERS = List.of(List.class, SortedSet.class, Set.class, SortedMap.class,
            Map.class, Optional.class);

    private ValueKinds() {
    }

    /** The class of a value, not looking at what containers have in common. */
    static Class<?> classOf(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass();
        }
        return (value instanceof ZoneId && !(value instanceof ZoneOffset)) ? ZoneId.class : value.getClass();
    }

    /** The interface that a container is to be described by. */
    static @Nullable Class<?> containerOf(Object value) {
        for (Class<?> container : CONTAINERS) {
            if (container.isInstance(value)) {
                return container;
            }
        }
        return (value instanceof Collection && !(value instanceof Queue)) ? Collection.class : null;
    }

    /**
     * What a container holds for one of its type parameters.
     * @param index the parameter; of a map 0 for the keys and 1 for the values
     */
    static Stream<? extends @Nullable Object> contents(Object container, int index) {
        if (container instanceof Map<?, ?> map) {
            return (index == 0) ? map.keySet().stream() : map.values().stream();
        }
        return (container instanceof Optional<?> optional) ? optional.stream() : ((Collection<?>) container).stream();
    }

    /** Whether another process can find the class by its name. */
    static boolean hasLastingName(Class<?> type) {
        return !type.isAnonymousClass() && !type.isLocalClass() && !type.isHidden() && !Proxy.isProxyClass(type);
    }

    static boolean hasKeys(Object value) {
        return value instanceof Map<?, ?> map && !map.isEmpty();
    }

    /** Whether the type arguments of a class are those of what it holds, in order. */
    static boolean hasContents(Class<?> type) {
        return JdkTypes.isFromJdk(type) && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)
                || type == Optional.class);
    }

    /** Whether the order of a sorted container is lost in the stored form. */
    static boolean hasOwnOrder(Object value) {
        Comparator<?> comparator = null;
        if (value instanceof SortedSet<?> set) {
            comparator = set.comparator();
        }
        else if (value instanceof SortedMap<?, ?> map) {
            comparator = map.comparator();
        }
        return comparator != null && !comparator.equals(Comparator.naturalOrder());
    }

}
