package io.tieredcache.cache;

import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2UnavailableException;

/**
 * Carries out what a transaction asked for.
 *
 * @param transactions knows the open transactions
 * @param invalidator invalidates and holds
 * @param unsent takes what Redis did not acknowledge
 * @param anyStrong whether there is a cache of class strong
 */
record CommitEffects(Transactions transactions, TargetInvalidator invalidator, UnsentInvalidations unsent,
        BooleanSupplier anyStrong) {

    private static final Logger logger = LoggerFactory.getLogger(CommitEffects.class);

    InvalidationTargets strong(InvalidationTargets targets) {
        return targets.strong(this.anyStrong.getAsBoolean());
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
            this.unsent.add(PartlyUnacknowledgedException.restOf(ex, targets));
            // Whoever read L2 before that may have kept a copy.
            this.invalidator.applyHere(targets);
        }
    }

}
