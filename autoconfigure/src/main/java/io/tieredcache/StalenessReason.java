package io.tieredcache;

/**
 * Why a stale value is served, as far as this instance knows.
 *
 * @since 0.1.0
 */
public enum StalenessReason {

    /** It is past its time to live and served while it is loaded again. */
    WHILE_REVALIDATE,

    /** It is past its time to live and served since its source failed. */
    IF_ERROR,

    /** L1 served it, and the invalidation channel of this instance is not live. */
    CHANNEL_NOT_LIVE,

    /** Invalidations of this instance wait for Redis. */
    INVALIDATION_WAITS,

    /**
     * L1 served it, and it has been seen to be stale for no longer than the cache allows:
     * its staleness bound, or the time to live in L1 of an eventual cache.
     */
    WITHIN_BOUND,

    /**
     * Nothing that the cache knows of. Somebody changed the source and did not
     * invalidate, changed a shared value in L1, or there is a fault.
     */
    UNEXPLAINED

}
