package io.tieredcache.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * An array whose component is generic. Equal to the JDK's own implementation.
 *
 * @param component the type of the elements
 */
record GenericArray(Type component) implements GenericArrayType {

    @Override
    public Type getGenericComponentType() {
        return this.component;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GenericArrayType that && this.component.equals(that.getGenericComponentType());
    }

    @Override
    public int hashCode() {
        return this.component.hashCode();
    }

    @Override
    public String toString() {
        return TypeText.of(this);
    }

}
