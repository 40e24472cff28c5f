package io.tieredcache.audit;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AuditReference;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.store.AuditedHit;
import io.tieredcache.store.HitLook;

/**
 * One hit under audit, from its sample to its last horizon. Used by one thread at a time
 * once it is made.
 */
final class AuditCase {

    private final AuditedCache cache;

    private final AuditedHit hit;

    private final Runnable look;

    private final AtomicReference<@Nullable HitLook> seen = new AtomicReference<>();

    private final Iterator<StalenessHorizon> horizons = List.of(StalenessHorizon.values()).iterator();

    private StalenessHorizon horizon = this.horizons.next();

    private int failures;

    private long seenAt;

    private long dueAt;

    /**
     * Opens a case on the thread of the reader.
     * @param cache the cache
     * @param hit the hit
     * @param against the reference
     * @param carrier carries the context of the calling thread to the one that looks
     */
    AuditCase(AuditedCache cache, AuditedHit hit, AuditReference against, UnaryOperator<Runnable> carrier) {
        this.cache = cache;
        this.hit = hit;
        this.look = carrier.apply(() -> this.seen.set(hit.look(against)));
    }

    AuditedCache cache() {
        return this.cache;
    }

    long keyHash() {
        return this.hit.keyHash();
    }

    HitLook look() {
        this.look.run();
        HitLook result = this.seen.getAndSet(null);
        if (result == null) {
            throw new IllegalStateException("A look saw nothing");
        }
        return result;
    }

    /**
     * The horizon that the next look is for.
     */
    StalenessHorizon horizon() {
        return this.horizon;
    }

    /**
     * How long the hit has been known to be stale, in nanoseconds.
     */
    long knownFor(long now) {
        return (this.horizon == StalenessHorizon.SEEN) ? 0 : now - this.seenAt;
    }

    long dueAt() {
        return this.dueAt;
    }

    /**
     * Notes that the hit is stale at this horizon.
     * @param now when that was seen
     * @return whether there is another horizon to look at
     */
    boolean next(long now) {
        if (this.horizon == StalenessHorizon.SEEN) {
            this.seenAt = now;
        }
        this.failures = 0;
        if (!this.horizons.hasNext()) {
            return false;
        }
        this.horizon = this.horizons.next();
        this.dueAt = this.seenAt + this.horizon.after().toNanos();
        return true;
    }

    /**
     * Notes that the look could not tell, and is to be repeated.
     * @param at when
     * @return how often in a row that was so
     */
    int postpone(long at) {
        this.dueAt = at;
        return ++this.failures;
    }

}
