package io.tieredcache.key;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A key that can be built many times over, each time of other implementations, and a
 * model of its value, whose equality says nothing of texts.
 */
record RandomKey(Object model, Supplier<@Nullable Object> value) {

    static final RandomKey NULL = new RandomKey(new Model("null", 0), () -> null);

    static RandomKey of(Object value) {
        return new RandomKey(value, () -> value);
    }

    @Nullable Object build() {
        return this.value.get();
    }

    /**
     * Stands for a value whose own equality is that of the object, or too loose.
     */
    record Model(String kind, Object content) {
    }

}
