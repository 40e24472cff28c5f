package io.tieredcache.strong;

/**
 * Where a writer is killed.
 */
enum KillPoint {

    /** The hold stands, and the change is not committed. */
    BEFORE_COMMIT,

    /** The change is committed, and nobody was told. */
    AFTER_COMMIT,

    /** The invalidation was sent, and not answered. */
    DURING_INVALIDATION,

    /** The invalidation is through, and the hold stands. */
    BEFORE_END_OF_HOLD,

    /** Anywhere: whoever started the process kills it some time. */
    ANYWHERE

}
