package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

import io.tieredcache.InvalidationTiming;

/**
 * An invalidation that was announced before the source is changed. What of it strong
 * caches may store is held until it is over.
 */
final class HeldInvalidation {

    private final CommitEffects effects;

    private final InvalidationTargets targets;

    private final TargetInvalidator.@Nullable Hold hold;

    /**
     * Begins it.
     * @param effects carries it out
     * @param targets what is to be invalidated
     * @param held what nobody may store until then, empty for nothing
     * @throws io.tieredcache.L2UnavailableException if Redis did not acknowledge the hold
     */
    HeldInvalidation(CommitEffects effects, InvalidationTargets targets, InvalidationTargets held) {
        this.effects = effects;
        this.targets = targets;
        this.hold = held.isEmpty() ? null : effects.invalidator().hold(held);
    }

    /**
     * Adds what only the change of the source has made known. It is not held.
     */
    void add(InvalidationTargets more) {
        this.targets.addAll(more);
    }

    /**
     * Invalidates at once, once the source is changed.
     * @throws io.tieredcache.L2UnavailableException if Redis did not acknowledge; the
     * hold then stands until its time is over
     */
    void complete() {
        if (!this.targets.isEmpty()) {
            this.effects.invalidator().invalidate(this.targets);
        }
        end();
    }

    /**
     * Leaves it to a transaction, which holds by itself while it commits.
     */
    void complete(CacheTransaction transaction) {
        transaction.invalidate(this.effects, this.targets, InvalidationTiming.AFTER_COMMIT);
        end();
    }

    private void end() {
        if (this.hold != null) {
            this.effects.invalidator().end(this.hold);
        }
    }

    /**
     * Evicts what is held and ends the hold, where the source was not changed.
     */
    void cancel() {
        if (this.hold != null) {
            this.effects.invalidator().giveUp(this.hold);
        }
    }

}
