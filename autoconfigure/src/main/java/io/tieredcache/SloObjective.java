package io.tieredcache;

/**
 * What a service level objective of a cache is about.
 *
 * @since 0.1.0
 */
public enum SloObjective {

    /** Share of the reads that a level answers. An error is a miss. */
    HIT_RATIO,

    /** Time that a miss takes. An error is a miss that takes longer. */
    MISS_PENALTY,

    /**
     * Share of the audited hits that are stale. An error is one that was still served,
     * and still stale, a second after it was found, unless the cache's own settings ask
     * for stale values.
     */
    STALE_SHARE,

    /**
     * Time from an invalidation to its effect in this process. An error is one that takes
     * longer.
     */
    INVALIDATION_LAG

}
