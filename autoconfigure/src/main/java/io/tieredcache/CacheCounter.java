package io.tieredcache;

/**
 * What a cache counts from its creation on, in this process.
 *
 * @since 0.1.0
 */
public enum CacheCounter {

    /** Reads answered by L1. The sum of three {@link ReadOutcome}s. */
    L1_HIT,

    /** Reads answered by L2. The sum of three {@link ReadOutcome}s. */
    L2_HIT,

    /**
     * Hits of either level whose value was negative: {@code null} or an empty Optional.
     */
    NEGATIVE_HIT,

    /**
     * Reads that neither level answered, also those that ended with an error. The sum of
     * two {@link ReadOutcome}s.
     */
    MISS,

    /** Reads that passed the cache by, because of its mode or the transaction. */
    BYPASS,

    /**
     * Calls of the source, also those in bypass and those that threw. One for several
     * keys that are loaded together.
     */
    SOURCE_CALL,

    /** Reads that shared the load of another caller in this process. */
    SHARED_LOAD,

    /** Loads that returned. */
    LOAD,

    /** Loads that threw. */
    LOAD_FAILURE,

    /** Reads that another instance of the fleet loaded for. */
    SHARED_FLEET_LOAD,

    /** Loads that were begun behind readers that were served meanwhile. */
    REFRESH,

    /** Loads that found the earlier value unchanged. */
    NOT_MODIFIED,

    /**
     * Hits of either level after the value's time to live, while it is loaded again or
     * its source is left alone after a failure.
     */
    STALE_HIT,

    /** Older values that were served since the load failed or is throttled. */
    STALE_ON_ERROR,

    /** Older values that were served since the load takes too long. */
    STALE_ON_TIMEOUT,

    /** Callers that waited for a load as long as they may and got an error. */
    LOAD_TIMEOUT,

    /** Copies that were served though their time in L1 was over, since Redis is slow. */
    L2_SOFT_TIMEOUT,

    /** Entries written to L2. */
    FILL,

    /** Fills that were refused because an invalidation or a newer load came first. */
    REFUSED_FILL,

    /**
     * Fills or puts left out because the value could not be serialized, or is larger or
     * has more tags than an entry may.
     */
    UNWRITABLE,

    /** L2 entries passed over because an invalidation came after their load. */
    INVALIDATED_ENTRY,

    /**
     * L2 entries passed over because they were damaged, foreign, oversized or forbidden.
     */
    UNREADABLE_ENTRY,

    /** L2 entries passed over because they answer for another key. */
    FOREIGN_KEY_ENTRY,

    /**
     * Entries that a replica could not answer for sure, or did not have, so that they
     * were read again from the primary.
     */
    REPLICA_REFUSED,

    /** Reads and fills during which Redis failed or did not answer in time. */
    L2_ERROR,

    /**
     * Reads and fills for which Redis was not asked, since it is left alone after
     * failures or too many wait for it.
     */
    L2_REFUSED,

    /** Bytes of entries that came from Redis. */
    L2_BYTES_READ,

    /** Bytes of entries that were sent to Redis. */
    L2_BYTES_WRITTEN,

    /** Explicit puts. */
    PUT,

    /** Explicit puts left out because one with a higher version came before. */
    SUPERSEDED_PUT,

    /** Explicit evictions and clears of this cache by this process. */
    INVALIDATION,

    /** Explicit puts, evictions and clears that Redis did not acknowledge. */
    INVALIDATION_FAILURE

}
