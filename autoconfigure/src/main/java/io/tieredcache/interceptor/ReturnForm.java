package io.tieredcache.interceptor;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * How a method returns what is cached: as it is, or inside an {@link Optional}.
 *
 * @param type type of what is cached, without type variables
 * @param optional whether the method returns an {@link Optional}
 */
record ReturnForm(Type type, boolean optional) {

    /**
     * A variable that is bounded by itself, as in {@code T extends Comparable<T>}, never
     * ends.
     */
    private static final int MAX_DEPTH = 8;

    static ReturnForm of(CachedMethod method) {
        ResolvableType declared = ResolvableType.forMethodReturnType(method.method(), method.owner());
        boolean optional = declared.resolve() == Optional.class;
        return new ReturnForm(concrete(optional ? declared.getGeneric() : declared, 0), optional);
    }

    private static Type concrete(ResolvableType type, int depth) {
        Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
        if (type.isArray()) {
            Type component = concrete(type.getComponentType(), depth + 1);
            return (component instanceof Class<?>) ? raw : new GenericArray(component);
        }
        if (!type.hasGenerics() || depth == MAX_DEPTH) {
            return raw;
        }
        ResolvableType[] generics = Arrays.stream(type.getGenerics())
            .map((generic) -> ResolvableType.forType(concrete(generic, depth + 1)))
            .toArray(ResolvableType[]::new);
        return ResolvableType.forClassWithGenerics(raw, generics).getType();
    }

    /**
     * What is cached of a result.
     * @param result what the method returned
     * @return the content of an {@link Optional}, else the result
     */
    @Nullable Object unwrap(@Nullable Object result) {
        return (result instanceof Optional<?> content && this.optional) ? content.orElse(null) : result;
    }

    /**
     * What the caller gets of a cached value.
     * @param value the value
     * @return the value, in an {@link Optional} if that is what the method returns
     */
    @Nullable Object wrap(@Nullable Object value) {
        return this.optional ? Optional.ofNullable(value) : value;
    }

    private record GenericArray(Type getGenericComponentType) implements GenericArrayType {

    }

}
