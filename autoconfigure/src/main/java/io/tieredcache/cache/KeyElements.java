package io.tieredcache.cache;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.key.KeyText;

/**
 * Several values that stand for the text of the key that they make, which only a miss
 * needs. They cannot change, and equal others exactly when their texts are equal.
 */
final class KeyElements {

    private final @Nullable Object[] values;

    private final boolean list;

    private final int hash;

    private KeyElements(@Nullable Object[] values, boolean list) {
        this.values = values;
        this.list = list;
        this.hash = Arrays.hashCode(values);
    }

    /**
     * The elements of a list that is a key.
     * @return the elements, {@code null} where the text must stand for them
     */
    static @Nullable KeyElements ofList(List<?> list) {
        return of(list.toArray(), true);
    }

    /**
     * The parts of a key.
     * @return the parts, {@code null} where the text must stand for them
     */
    static @Nullable KeyElements ofParts(List<? extends @Nullable Object> parts) {
        return of(parts.toArray(), false);
    }

    private static @Nullable KeyElements of(@Nullable Object[] values, boolean list) {
        int length = values.length;
        for (Object value : values) {
            if (value != null && !KeyText.isKeepable(value)) {
                return null;
            }
            length += (value instanceof String text) ? text.length() : 0;
        }
        return (length <= KeyText.MAX_LENGTH) ? new KeyElements(values, list) : null;
    }

    String text() {
        List<@Nullable Object> all = Arrays.asList(this.values);
        return this.list ? KeyText.of(all) : KeyText.ofParts(all);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyElements that && this.hash == that.hash && this.list == that.list
                && Arrays.equals(this.values, that.values);
    }

    @Override
    public int hashCode() {
        return this.hash;
    }

}
