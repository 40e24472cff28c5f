package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

/**
 * The values of a cache that the source does not have yet.
 */
@FunctionalInterface
public interface UnwrittenValues {

    /**
     * Finds the latest value of a key that is not written yet.
     * @param keyText the key's text
     * @return the value; {@code null} if the source has the latest one
     * @throws io.tieredcache.L2UnavailableException if that is not known
     */
    @Nullable Unwritten find(String keyText);

    /**
     * A value that is not written yet.
     *
     * @param value the value, {@code null} for a negative result
     */
    record Unwritten(@Nullable Object value) {

    }

}
