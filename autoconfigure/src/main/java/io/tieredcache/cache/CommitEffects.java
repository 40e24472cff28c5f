package io.tieredcache.cache;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.store.InvalidationOutbox;

/**
 * Carries out what a transaction, or a call outside of one, asked for.
 *
 * @param transactions knows the open transactions
 * @param invalidator invalidates and holds
 * @param unsent takes what Redis did not acknowledge
 * @param anyStrong whether there is a cache of class strong
 * @param whenUnreachable what becomes of tags that Redis did not acknowledge
 * @param outbox keeps what transactions invalidate
 */
record CommitEffects(Transactions transactions, TargetInvalidator invalidator, UnsentInvalidations unsent,
        BooleanSupplier anyStrong, WhenUnreachable whenUnreachable, InvalidationOutbox outbox) {

    private static final Logger logger = LoggerFactory.getLogger(CommitEffects.class);

    InvalidationTargets strong(InvalidationTargets targets) {
        return targets.strong(this.anyStrong.getAsBoolean());
    }

    /**
     * Invalidates outside of a transaction.
     * @throws L2UnavailableException if Redis did not acknowledge and one of the caches
     * is set to throw then
     */
    void atOnce(InvalidationTargets targets) {
        try {
            this.invalidator.invalidate(targets);
        }
        catch (L2UnavailableException ex) {
            queueOrThrow(targets, ex);
        }
    }

    /**
     * Queues what Redis did not acknowledge, where all caches concerned are set to that.
     */
    void queueOrThrow(InvalidationTargets targets, L2UnavailableException failure) {
        InvalidationTargets rest = PartlyUnacknowledgedException.restOf(failure, targets);
        if (!rest.mayWait(this.whenUnreachable) || !strong(rest).isEmpty()) {
            throw failure;
        }
        queue(rest);
        logger.debug("An invalidation did not reach Redis ({}); it is sent again until it does", failure.getMessage());
    }

    /**
     * Invalidates what has been committed. Never throws: the business call has succeeded.
     */
    void afterCommit(InvalidationTargets targets) {
        try {
            this.invalidator.invalidate(targets);
        }
        catch (L2UnavailableException ex) {
            logger.warn("An invalidation after a commit did not reach Redis ({}); it is sent again until it does",
                    ex.getMessage());
            queue(PartlyUnacknowledgedException.restOf(ex, targets));
        }
    }

    private void queue(InvalidationTargets targets) {
        this.unsent.add(targets);
        // Whoever read L2 before that may have kept a copy.
        this.invalidator.applyHere(targets);
    }

    /**
     * Writes down what the calling thread's transaction is about to commit.
     * @return identifies it, {@code null} where it is not kept
     */
    @Nullable String writeDown(InvalidationTargets targets) {
        return (this.outbox != InvalidationOutbox.NONE && !targets.isEmpty()) ? this.outbox.write(targets.stored())
                : null;
    }

    /**
     * Forgets what was written down, unless something may not have reached Redis.
     */
    void done(List<String> written) {
        if (!written.isEmpty() && this.unsent.isEmpty()) {
            this.outbox.sent(written);
        }
    }

}
