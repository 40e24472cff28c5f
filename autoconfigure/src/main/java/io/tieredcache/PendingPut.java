package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * The right to store the next value of one key, taken before the source is changed. Of
 * two writers the later one to begin holds it; an eviction or a load in between voids it.
 * Not safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface PendingPut {

    /**
     * Stores the value if the right still stands, evicts the entry where it does not, and
     * tells the other instances. Call it once, after the source's change is committed.
     * @param value the new value, {@code null} for a negative result
     * @throws L2UnavailableException if Redis did not acknowledge; this process dropped
     * its copy all the same
     */
    void complete(@Nullable Object value);

    /**
     * Gives the right up where the source was not changed, or it is not known whether it
     * was. Never throws.
     */
    default void cancel() {
        // A right that is not used voids nothing: whoever loads or puts next takes it.
    }

}
