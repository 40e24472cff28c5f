package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * How far one budget of a cache is used.
 *
 * @param resource what is budgeted
 * @param budget the budget, in bytes or bytes in a second
 * @param used what is used; {@code null} where it is not known
 * @param level what that means by the configured thresholds
 * @since 0.1.0
 */
public record BudgetUse(Resource resource, long budget, @Nullable Long used, Level level) {

    /**
     * Share of the budget that is used.
     * @return the share, 1 for all of it; {@code null} where it is not known
     */
    public @Nullable Double ratio() {
        return (this.used != null) ? (double) this.used / this.budget : null;
    }

    /**
     * What is budgeted.
     *
     * @since 0.1.0
     */
    public enum Resource {

        /** Bytes of L1 in this process. */
        L1_BYTES,

        /** Bytes of L2, of all instances together. */
        L2_BYTES,

        /** Bytes to and from Redis in a second, of this process. */
        NETWORK_BYTES_PER_SECOND

    }

    /**
     * What the use of a budget means.
     *
     * @since 0.1.0
     */
    public enum Level {

        /** Below both thresholds. */
        OK,

        /** At {@code tiered-cache.cost.warn-at} or above. */
        WARN,

        /** At {@code tiered-cache.cost.alarm-at} or above. */
        ALARM,

        /** The use is not known. */
        UNKNOWN

    }

}
