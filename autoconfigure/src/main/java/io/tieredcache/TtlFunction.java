package io.tieredcache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Gives the time to live of one entry from its key and value. Called on the thread that
 * loads or puts the value; must not block. What it throws fails the storing, never the
 * caller's read.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TtlFunction {

    /**
     * Time the entry lives in L2.
     * @param key the key as the caller gave it
     * @param value the value, {@code null} for a negative result
     * @return the time to live before jitter, or {@code null} for the cache's own
     */
    @Nullable Duration ttl(Object key, @Nullable Object value);

}
