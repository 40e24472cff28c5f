package io.tieredcache.interceptor;

import java.util.function.Consumer;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * The elements of a value that may be one or many.
 */
final class Elements {

    private Elements() {
    }

    /**
     * Gives each element of a collection, array or stream, or else the value itself, to a
     * consumer; {@code null} is left out.
     */
    static void forEach(@Nullable Object value, Consumer<Object> consumer) {
        if (value instanceof Iterable<?> elements) {
            elements.forEach((element) -> give(element, consumer));
        }
        else if (value instanceof BaseStream<?, ?> stream) {
            stream.iterator().forEachRemaining((element) -> give(element, consumer));
        }
        else if (ObjectUtils.isArray(value)) {
            for (Object element : ObjectUtils.toObjectArray(value)) {
                give(element, consumer);
            }
        }
        else {
            give(value, consumer);
        }
    }

    private static void give(@Nullable Object element, Consumer<Object> consumer) {
        if (element != null) {
            consumer.accept(element);
        }
    }

}
