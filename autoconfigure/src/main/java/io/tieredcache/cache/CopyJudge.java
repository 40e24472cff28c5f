package io.tieredcache.cache;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.store.L1Entry;

/**
 * Judges what this process holds or reads of one cache by the invalidations that it has
 * heard of, and by when their channel was last proven alive.
 */
final class CopyJudge {

    private final Consistency consistency;

    private final long boundNanos;

    private final Coherence coherence;

    CopyJudge(CacheSettings settings, Coherence coherence) {
        this.consistency = settings.consistency();
        this.boundNanos = settings.stalenessBound().toNanos();
        this.coherence = coherence;
    }

    /**
     * Whether what this instance knows of invalidations is enough to judge by.
     */
    boolean isTrusted(long now) {
        return switch (this.consistency) {
            case STRONG -> false;
            case BOUNDED -> this.coherence.isProven(this.boundNanos, now);
            case EVENTUAL -> true;
        };
    }

    /**
     * Whether it is proven that no invalidation older than the cache's bound is missing
     * here.
     */
    boolean isProven(long now) {
        return this.consistency != Consistency.STRONG && this.coherence.isProven(this.boundNanos, now);
    }

    boolean keepsCopies(CacheMode mode) {
        return mode.usesL1() && this.consistency != Consistency.STRONG;
    }

    /**
     * Whether a copy is not expired and no invalidation came after its read.
     */
    boolean isValid(L1Entry copy, long now) {
        return copy.expiresAt() - now > 0 && isUnrefuted(copy);
    }

    /**
     * Whether no invalidation came after the read of a copy.
     */
    boolean isUnrefuted(L1Entry copy) {
        return copy.isAdmitted() && isCurrent(copy);
    }

    /**
     * Whether a copy may be served where no newer value can be had.
     */
    boolean isStandIn(L1Entry copy, long now) {
        return copy.times().keptUntil() - now > 0 && copy.isAdmittedAsStandIn() && isCurrent(copy);
    }

    /**
     * Whether a reader may join a read under way: not if an invalidation came after that
     * one began, nor if one may have come longer ago than the cache's bound, unheard.
     */
    boolean isJoinable(ReadContext running, ReadContext joining) {
        return !running.isOvertaken(this.coherence)
                && (isTrusted(joining.begunAt()) || joining.begunAt() - running.begunAt() <= this.boundNanos);
    }

    /**
     * Whether a reader that began when the highest number known was the given one may
     * share what another reader's read came to.
     */
    boolean isShareable(Answer shared, long knownBefore) {
        L1Entry entry = shared.entry();
        if (shared.standIn() != null) {
            return isCurrent(entry) && entry.isAdmittedAsStandIn();
        }
        return isCurrent(entry) && (entry.isAdmitted() || (!entry.isRefused() && knownBefore <= entry.stamp()));
    }

    private boolean isCurrent(L1Entry entry) {
        return this.coherence.stripes().isCurrent(entry.keyHash(), entry.guard());
    }

}
