package io.tieredcache.type;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tells values that every format tells apart by itself, so that they may be mixed where
 * {@link Object} is declared.
 */
final class PlainValues {

    private PlainValues() {
    }

    static boolean isPlain(@Nullable Object value) {
        return isPlain(value, 0);
    }

    private static boolean isPlain(@Nullable Object value, int depth) {
        if (value instanceof Double number) {
            return Double.isFinite(number);
        }
        if (value instanceof List<?> list) {
            return depth < TypeIdParser.MAX_DEPTH && list.stream().allMatch((element) -> isPlain(element, depth + 1));
        }
        if (value instanceof Map<?, ?> map) {
            return depth < TypeIdParser.MAX_DEPTH && map.keySet().stream().allMatch(String.class::isInstance)
                    && map.values().stream().allMatch((element) -> isPlain(element, depth + 1));
        }
        return value == null || value instanceof String || value instanceof Boolean || value instanceof Integer;
    }

}
