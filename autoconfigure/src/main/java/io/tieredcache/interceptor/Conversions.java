package io.tieredcache.interceptor;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.support.DefaultConversionService;

/**
 * Conversions of the values of expressions, the same as SpEL makes by itself.
 */
final class Conversions {

    private Conversions() {
    }

    static String toText(Object value) {
        return (value instanceof String text) ? text : convert(value, String.class);
    }

    static boolean isTrue(@Nullable Object value) {
        return value != null && ((value instanceof Boolean decided) ? decided : convert(value, Boolean.class));
    }

    private static <T> T convert(Object value, Class<T> type) {
        T converted = DefaultConversionService.getSharedInstance().convert(value, type);
        if (converted == null) {
            throw new IllegalArgumentException(
                    "A value of %s gives no %s".formatted(value.getClass(), type.getSimpleName()));
        }
        return converted;
    }

}
