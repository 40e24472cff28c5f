package io.tieredcache.cache;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheCounter;
import io.tieredcache.L2UnavailableException;

/**
 * Invalidates in three steps: here at once, then in Redis, where the invalidation gets
 * its number and the others are told, then here again with that number, for what was read
 * from Redis in between.
 */
final class TargetInvalidator {

    private static final Logger logger = LoggerFactory.getLogger(TargetInvalidator.class);

    private final NamespaceRuntime runtime;

    private final Duration holdTime;

    TargetInvalidator(NamespaceRuntime runtime, Duration holdTime) {
        this.runtime = runtime;
        this.holdTime = holdTime;
    }

    /**
     * Invalidates.
     * @throws L2UnavailableException if Redis did not acknowledge; the copies here are
     * dropped all the same
     */
    void invalidate(InvalidationTargets targets) {
        targets.count(CacheCounter.INVALIDATION);
        applyHere(targets);
        try {
            long number = this.runtime.gateway()
                .await(this.runtime.l2()
                    .invalidate(targets.keys(), targets.fences(), targets.isExpiring(), targets.eventTimes()));
            this.runtime.coherence().invalidate(number, targets.isExpiring(), targets.fences(), targets.hashes());
            targets.dropCopies();
        }
        catch (L2UnavailableException ex) {
            applyHere(targets);
            targets.count(CacheCounter.INVALIDATION_FAILURE);
            throw ex;
        }
    }

    /**
     * Evicts targets and lets nobody store them.
     * @param targets what strong caches may hold
     * @return the hold
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    Hold hold(InvalidationTargets targets) {
        String token = Leases.newPutToken();
        applyHere(targets);
        long number = this.runtime.gateway()
            .await(this.runtime.l2().hold(targets.keys(), targets.fences(), token, this.holdTime));
        this.runtime.coherence().invalidate(number, false, targets.fences(), targets.hashes());
        return new Hold(targets, token);
    }

    /**
     * Ends a hold of what was invalidated since, or was not changed. Waits for nothing: a
     * hold that stands too long costs misses only.
     */
    void end(Hold hold) {
        var unused = this.runtime.gateway()
            .watch(this.runtime.l2().endHold(hold.targets().keys(), hold.targets().fences(), hold.token()))
            .thenAccept((stood) -> {
                if (!stood) {
                    logger.warn("A write to strong caches took longer than its hold stood, so that reads may have "
                            + "missed it. Set 'tiered-cache.transactions.hold-time' to more than any write takes.");
                }
            });
    }

    /**
     * Ends a hold where it is not known whether the source was changed.
     */
    void giveUp(Hold hold) {
        try {
            invalidate(hold.targets());
            end(hold);
        }
        catch (L2UnavailableException ex) {
            logger.debug("A hold stands until its life is over: {}", ex.getMessage());
        }
    }

    /**
     * Drops what this instance has copies of, and what it is about to keep.
     */
    void applyHere(InvalidationTargets targets) {
        this.runtime.coherence().invalidateHere(targets.fences(), targets.hashes());
        targets.dropCopies();
        targets.dropClearedCopies();
    }

    /**
     * A hold that stands.
     *
     * @param targets what is held
     * @param token who holds it
     */
    record Hold(InvalidationTargets targets, String token) {

    }

}
