package io.tieredcache;

/**
 * When an invalidation takes effect that is called for within a transaction. Without a
 * transaction every one takes effect at once.
 *
 * @since 0.1.0
 */
public enum InvalidationTiming {

    /**
     * Once the transaction has committed, merged with all others of it; not at all where
     * it rolls back.
     */
    AFTER_COMMIT,

    /**
     * Right before the transaction commits, which fails where Redis does not acknowledge,
     * and again after the commit, since a load in between may have stored what was not
     * changed yet. Without a transaction it throws where Redis does not acknowledge, also
     * where its caches are set to {@link WhenUnreachable#QUEUE}.
     */
    BEFORE_COMMIT,

    /**
     * At once, whatever becomes of the transaction. A load before the commit may store
     * what was not changed yet.
     */
    IMMEDIATE

}
