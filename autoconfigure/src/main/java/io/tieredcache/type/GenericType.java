package io.tieredcache.type;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A generic class with its type arguments. Equal to the JDK's own implementation.
 *
 * @param raw the generic class
 * @param arguments the type arguments
 */
record GenericType(Class<?> raw, List<Type> arguments) implements ParameterizedType {

    GenericType {
        arguments = List.copyOf(arguments);
    }

    @Override
    public Type[] getActualTypeArguments() {
        return this.arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
        return this.raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
        return this.raw.getDeclaringClass();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParameterizedType that && this.raw.equals(that.getRawType())
                && Objects.equals(getOwnerType(), that.getOwnerType())
                && Arrays.equals(getActualTypeArguments(), that.getActualTypeArguments());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(getActualTypeArguments()) ^ Objects.hashCode(getOwnerType()) ^ this.raw.hashCode();
    }

    @Override
    public String toString() {
        return TypeText.of(this);
    }

}
