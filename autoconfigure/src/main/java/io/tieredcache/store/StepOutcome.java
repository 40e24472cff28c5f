package io.tieredcache.store;

/**
 * How a step of a cache's work ended.
 */
public enum StepOutcome {

    /** It did what it should. */
    SUCCESS,

    /** Nothing was stored, since an invalidation or a newer load came first. */
    REFUSED,

    /** Redis was not asked or not waited for, since it is left alone. */
    SKIPPED,

    /** The source or Redis failed, or did not answer in time. */
    ERROR

}
