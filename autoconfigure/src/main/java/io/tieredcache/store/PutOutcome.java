package io.tieredcache.store;

/**
 * What became of a put.
 *
 * @param result what it did to the entry
 * @param number the number of the put's invalidation
 */
public record PutOutcome(Result result, long number) {

    /**
     * What a put may do to the entry.
     */
    public enum Result {

        /** The value was stored. */
        STORED,

        /** What was there was evicted. */
        EVICTED,

        /** A higher version had been put before; what was there stays. */
        SUPERSEDED

    }

}
