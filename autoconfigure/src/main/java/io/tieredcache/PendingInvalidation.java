package io.tieredcache;

/**
 * An invalidation announced before the source is changed. From its beginning to its end
 * nobody stores what it concerns in a cache of class {@link Consistency#STRONG}. Not safe
 * for concurrent use.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PendingInvalidation {

    /**
     * Invalidates, once the source is changed.
     * @throws L2UnavailableException if Redis did not acknowledge; strong caches then
     * store nothing of it until the hold expires
     */
    default void complete() {
        complete(CacheInvalidation.none());
    }

    /**
     * Invalidates, once the source is changed, and with it what only the change has made
     * known.
     * @param more further targets, which were not held
     * @throws L2UnavailableException if Redis did not acknowledge; strong caches then
     * store nothing of what is held until the hold expires
     */
    void complete(CacheInvalidation more);

    /**
     * Evicts and ends the hold where the source was not changed. Where it may be changed
     * yet, as after a statement that was not answered, call neither this nor
     * {@code complete}: the hold then stands until its time is over. Never throws.
     */
    default void cancel() {
        // Without a hold there is nothing to end.
    }

}
