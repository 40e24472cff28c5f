package io.tieredcache;

/**
 * Among whom one load of a key is shared.
 *
 * @since 0.1.0
 */
public enum SingleFlight {

    /** Each instance runs at most one load of a key at a time. */
    LOCAL,

    /**
     * The instances of a namespace run at most one load of a key at a time together. The
     * others wait for its result, or serve an older value where the cache may. Where
     * Redis is away, and with {@link Consistency#STRONG}, each instance loads by itself.
     */
    DISTRIBUTED

}
