package io.tieredcache;

/**
 * Whether the L1 of a cache answers reads on its own.
 *
 * @since 0.1.0
 */
public enum L1Trust {

    /** It does: copies are served without a look into Redis. */
    TRUSTED,

    /**
     * It does not now: the channel was not proven alive within the staleness bound. Reads
     * are answered by entries that Redis confirms, or by the source.
     */
    UNPROVEN,

    /** It never does: the cache is strong, or its mode does not use L1. */
    NOT_USED

}
