package io.tieredcache;

/**
 * What a reader of a cache may rely on after an invalidation somewhere in the namespace.
 *
 * @since 0.1.0
 */
public enum Consistency {

    /**
     * L1 is not used: every read is judged in Redis, so that it is fresh on every
     * instance as soon as the invalidating call has returned.
     */
    STRONG,

    /**
     * L1 answers while the invalidation channel was proven alive within the cache's
     * staleness bound; after that L2 or the source is asked.
     */
    BOUNDED,

    /**
     * L1 answers until its TTL, also while the invalidation channel is down.
     */
    EVENTUAL

}
