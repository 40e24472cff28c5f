package io.tieredcache.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheCounter;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.StepOutcome;

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
        CacheProbe.Running invalidating = this.runtime.observers().invalidating(targets.scope());
        invalidating.enter();
        try {
            invalidateEverywhere(targets);
        }
        catch (L2UnavailableException ex) {
            invalidating.leave();
            invalidating.end(Steps.outcome(ex), ex);
            throw ex;
        }
        invalidating.leave();
        invalidating.end(StepOutcome.SUCCESS, null);
    }

    private void invalidateEverywhere(InvalidationTargets targets) {
        List<InvalidationTargets> parts = targets.byStore();
        List<CompletableFuture<Long>> numbers = parts.stream().map(this::invalidateInRedis).toList();
        InvalidationTargets rest = new InvalidationTargets();
        L2UnavailableException failure = null;
        for (int i = 0; i < parts.size(); i++) {
            try {
                InvalidationTargets part = parts.get(i);
                acknowledged(part, this.runtime.gateway(part.store()).await(numbers.get(i)));
            }
            catch (L2UnavailableException ex) {
                rest.addAll(parts.get(i));
                failure = ex;
            }
        }
        if (failure != null) {
            applyHere(rest);
            rest.count(CacheCounter.INVALIDATION_FAILURE);
            throw (parts.size() > 1) ? new PartlyUnacknowledgedException(rest, failure) : failure;
        }
    }

    private CompletableFuture<Long> invalidateInRedis(InvalidationTargets part) {
        return this.runtime.l2().invalidate(part.keys(), part.fences(), part.isExpiring(), part.eventTimes());
    }

    /**
     * Invalidates in Redis what has taken effect here and was counted before.
     * @param targets what needs one store at most
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    void send(InvalidationTargets targets) {
        acknowledged(targets, this.runtime.gateway(targets.store()).awaitQuietly(invalidateInRedis(targets)));
    }

    private void acknowledged(InvalidationTargets targets, long number) {
        this.runtime.coherence().invalidate(number, targets.isExpiring(), targets.fences(), targets.hashes());
        targets.dropCopies();
    }

    /**
     * Whether Redis answers at all.
     */
    boolean isAnswered() {
        try {
            this.runtime.gateway().await(this.runtime.l2().readFences(List.of()));
            return true;
        }
        catch (L2UnavailableException ex) {
            logger.debug("Redis does not answer: {}", ex.getMessage());
            return false;
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
        try {
            long number = this.runtime.gateway()
                .await(this.runtime.l2().hold(targets.keys(), targets.fences(), token, this.holdTime));
            this.runtime.coherence().invalidate(number, false, targets.fences(), targets.hashes());
            return new Hold(targets, token);
        }
        catch (L2UnavailableException ex) {
            // Redis may have placed it all the same, or does so yet.
            var unused = endInRedis(targets, token);
            throw ex;
        }
    }

    /**
     * Ends a hold of what was invalidated since, or was not changed. Waits for nothing: a
     * hold that stands too long costs misses only.
     */
    void end(Hold hold) {
        var unused = endInRedis(hold.targets(), hold.token()).thenAccept((stood) -> {
            if (!stood) {
                logger.warn("A hold of strong caches was gone before its write was over, so that reads may have "
                        + "missed the write. Set 'tiered-cache.transactions.hold-time' to more than any write "
                        + "takes, and let Redis evict nothing.");
            }
        });
    }

    private CompletableFuture<Boolean> endInRedis(InvalidationTargets targets, String token) {
        return this.runtime.gateway().watch(this.runtime.l2().endHold(targets.keys(), targets.fences(), token));
    }

    /**
     * Ends a hold where the source was most likely not changed.
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
