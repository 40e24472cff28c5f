package io.tieredcache;

/**
 * Why a copy left L1.
 *
 * @since 0.1.0
 */
public enum L1Removal {

    /** The cache is at its bound. */
    SIZE,

    /** Its time is over. */
    EXPIRED,

    /** Its key was evicted or put by this instance. */
    INVALIDATED,

    /** The cache was cleared by this instance. */
    CLEARED,

    /**
     * A read found that it must not be served: another instance invalidated its key, or a
     * tag, the cache or the namespace was invalidated, or L1 started anew.
     */
    REFUSED

}
