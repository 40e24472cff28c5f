package io.tieredcache;

/**
 * What became of a hit that the staleness audit took as a sample. Each sample has one.
 *
 * @since 0.1.0
 */
public enum AuditOutcome {

    /** What was served is what the reference gives. */
    SAME,

    /**
     * What was served differs from the reference, twice in a row, and was still served
     * after that.
     */
    STALE,

    /**
     * What was served is served no more, so it was not compared or does not count: it was
     * invalidated, replaced or expired before the audit came to an end.
     */
    SUPERSEDED,

    /**
     * The reference gave two values that differ from each other, so nothing can be said.
     * Sources that never give the same value twice cannot be audited.
     */
    UNSTABLE,

    /**
     * There was nothing to compare with, or the values cannot be compared.
     */
    INCOMPARABLE,

    /** The reference failed, or is left alone after a failure. */
    FAILED,

    /** Left out, since the reference would have been read too often. */
    OVER_RATE,

    /** Left out, since too many samples waited. */
    DROPPED

}
