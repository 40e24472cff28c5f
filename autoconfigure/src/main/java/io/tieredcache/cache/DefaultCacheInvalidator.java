package io.tieredcache.cache;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.InvalidationTiming;
import io.tieredcache.PendingInvalidation;

/**
 * Invalidates at once, or lets the caller's transaction do it.
 */
final class DefaultCacheInvalidator implements CacheInvalidator {

    private final TargetResolver resolver;

    private final CommitEffects effects;

    DefaultCacheInvalidator(TargetResolver resolver, CommitEffects effects) {
        this.resolver = resolver;
        this.effects = effects;
    }

    @Override
    public void invalidate(CacheInvalidation invalidation) {
        invalidate(invalidation, InvalidationTiming.AFTER_COMMIT);
    }

    @Override
    public void invalidate(CacheInvalidation invalidation, InvalidationTiming timing) {
        if (invalidation.isEmpty()) {
            return;
        }
        InvalidationTargets targets = this.resolver.resolve(invalidation);
        CacheTransaction transaction = this.effects.transactions().current();
        if (transaction != null && timing != InvalidationTiming.IMMEDIATE) {
            transaction.invalidate(this.effects, targets, timing);
            return;
        }
        this.effects.invalidator().invalidate(targets);
        InvalidationTargets strong = this.effects.strong(targets);
        if (transaction != null && !strong.isEmpty()) {
            // What the transaction changes after this is held at its commit.
            transaction.invalidate(this.effects, strong, InvalidationTiming.AFTER_COMMIT);
        }
    }

    @Override
    public PendingInvalidation begin(CacheInvalidation invalidation) {
        if (this.effects.transactions().current() != null) {
            // It is held right before the commit.
            return (more) -> invalidate(invalidation.and(more));
        }
        InvalidationTargets targets = this.resolver.resolve(invalidation);
        return new Pending(new HeldInvalidation(this.effects, targets, this.effects.strong(targets)));
    }

    private final class Pending implements PendingInvalidation {

        private final HeldInvalidation held;

        Pending(HeldInvalidation held) {
            this.held = held;
        }

        @Override
        public void complete(CacheInvalidation more) {
            this.held.add(DefaultCacheInvalidator.this.resolver.resolve(more));
            this.held.complete();
        }

        @Override
        public void cancel() {
            this.held.cancel();
        }

    }

}
