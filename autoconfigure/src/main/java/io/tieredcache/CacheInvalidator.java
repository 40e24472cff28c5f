package io.tieredcache;

/**
 * Invalidates keys, tags, caches or the namespace, in this process, in L2 and in the
 * other instances.
 * <p>
 * When a call returns, this process and L2 serve none of the targets, and a value whose
 * load began before the call cannot be stored any more. Other instances follow on receipt
 * of the message, or at the latest when their staleness bound ends. Costs one round trip
 * on a single Redis, however many entries are concerned. Safe for concurrent use.
 * <p>
 * Within a transaction of Spring all this happens once it has committed, in one step for
 * all calls; see {@link InvalidationTiming}. A failure after the commit does not reach
 * the caller: this process has dropped its copies, the failure is logged and counted, and
 * the invalidation is sent again until Redis acknowledges it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheInvalidator {

    /**
     * Invalidates all targets with one number and one message.
     * @param invalidation the targets; without any the call does nothing
     * @throws IllegalArgumentException if a tag is empty or too long, or a cache does not
     * exist
     * @throws L2UnavailableException if Redis did not acknowledge; this process dropped
     * its own copies all the same, so that a repeat of the call is safe
     */
    void invalidate(CacheInvalidation invalidation);

    /**
     * Invalidates all targets with one number and one message, at a time of the caller's
     * choice.
     * @param invalidation the targets; without any the call does nothing
     * @param timing when, where there is a transaction
     * @throws IllegalArgumentException if a tag is empty or too long, or a cache does not
     * exist
     * @throws L2UnavailableException if it takes effect at once and Redis did not
     * acknowledge
     */
    default void invalidate(CacheInvalidation invalidation, InvalidationTiming timing) {
        invalidate(invalidation);
    }

    /**
     * Announces an invalidation before the source is changed without a transaction of
     * Spring. Only caches of class {@link Consistency#STRONG} need that: nobody stores
     * the targets in them until the end, so that every read that begins after the change
     * sees it.
     * @param invalidation the targets
     * @return the pending invalidation, to be completed after the change
     * @throws L2UnavailableException if a strong cache is concerned and Redis did not
     * acknowledge; the source must not be changed then
     */
    default PendingInvalidation begin(CacheInvalidation invalidation) {
        return (more) -> invalidate(invalidation.and(more));
    }

    /**
     * Whether there is an outbox, so that announcements are of use.
     * @return {@code false} if there is none
     */
    default boolean isAnnouncing() {
        return false;
    }

    /**
     * Announces what the caller will invalidate after transactions that it has yet to
     * begin, so that they write it into the outbox. What is invalidated within a
     * transaction is written there without it.
     * @param invalidation the targets
     * @return the announcement, to be ended by this thread after the invalidation
     */
    default AnnouncedInvalidation announce(CacheInvalidation invalidation) {
        return AnnouncedInvalidation.NONE;
    }

    /**
     * Makes every entry that carries one of the tags unreadable.
     * @param tags the tags, each 1 to 128 characters, case-sensitive
     */
    default void invalidateTags(String... tags) {
        invalidate(CacheInvalidation.none().tags(tags));
    }

    /**
     * Clears a cache.
     * @param name the cache's name
     */
    default void clear(String name) {
        invalidate(CacheInvalidation.none().cache(name));
    }

}
