package io.tieredcache.cache;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The values of a cache that the source does not have yet.
 */
@FunctionalInterface
public interface UnwrittenValues {

    /**
     * Finds the latest values of keys that are not written yet.
     * @param keyTexts the keys' texts
     * @return the values by key text, none for a key of which the source has the latest
     * @throws io.tieredcache.L2UnavailableException if that is not known
     */
    Map<String, Unwritten> find(Collection<String> keyTexts);

    /**
     * A value that is not written yet.
     *
     * @param value the value, {@code null} for a negative result
     */
    record Unwritten(@Nullable Object value) {

    }

}
