package io.tieredcache.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.AuditOutcome;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheLevel;
import io.tieredcache.CacheMode;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.StalenessReason;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.HitLook;
import io.tieredcache.store.L1Entry;

/**
 * One look at a hit: what is served, the reference, and where they differ the same once
 * more. What is served is read first and last, so that an invalidation that is applied
 * while the reference is read makes the look end without a finding. Both are read the way
 * that leaves everything as it is: L2 without keeping a copy, the source without storing
 * what it gives.
 */
final class HitComparison {

    private static final Logger logger = LoggerFactory.getLogger(HitComparison.class);

    /** How long a source that holds no thread is waited for where nothing else is set. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HitSamples samples;

    private final HitSamples.Hit hit;

    private final AuditReference against;

    private int reads;

    HitComparison(HitSamples samples, HitSamples.Hit hit, AuditReference against) {
        this.samples = samples;
        this.hit = hit;
        this.against = against;
    }

    HitLook look() {
        try {
            return compare();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return end(AuditOutcome.FAILED);
        }
        catch (Throwable ex) {
            logger.debug("Cache '{}': a hit could not be audited ({})", cacheName(), ex.getClass().getName());
            logger.trace("Why a hit could not be audited", ex);
            return end(AuditOutcome.FAILED);
        }
    }

    private HitLook compare() throws Throwable {
        if (this.samples.standIns().isThrottled(this.hit.local())) {
            return end(AuditOutcome.FAILED);
        }
        Served served = served();
        ComparedValue first = (served != null) ? reference() : null;
        AuditOutcome seen = outcome(served, first);
        if (seen != AuditOutcome.STALE) {
            return end(seen);
        }
        Served again = served();
        ComparedValue second = (again != null) ? reference() : null;
        AuditOutcome confirmed = outcome(again, second);
        if (confirmed != AuditOutcome.STALE) {
            return end(confirmed);
        }
        if (first == null || second == null || first.match(second) != ComparedValue.Match.SAME) {
            return end(AuditOutcome.UNSTABLE);
        }
        Served last = served();
        return (last != null) ? new HitLook(AuditOutcome.STALE, last.level, reason(last.entry), this.reads)
                : end(AuditOutcome.SUPERSEDED);
    }

    private HitLook end(AuditOutcome outcome) {
        return HitLook.of(outcome, this.reads);
    }

    private AuditOutcome outcome(@Nullable Served served, @Nullable ComparedValue reference) {
        if (served == null) {
            return AuditOutcome.SUPERSEDED;
        }
        if (reference == null) {
            return AuditOutcome.INCOMPARABLE;
        }
        return switch (compared(served.value).match(reference)) {
            case SAME -> AuditOutcome.SAME;
            case DIFFERENT -> AuditOutcome.STALE;
            case UNKNOWN -> AuditOutcome.INCOMPARABLE;
        };
    }

    /**
     * What a reader would be served now.
     * @return {@code null} if that is not the hit's value any more
     */
    private @Nullable Served served() {
        CacheParts parts = this.samples.parts();
        CacheMode mode = this.samples.mode();
        L1Entry copy = this.samples.copies().find(this.hit.local(), mode, parts.runtime().now());
        if (copy != null) {
            return this.hit.isIn(copy) ? new Served(parts.valueOf(copy), copy, CacheLevel.L1) : null;
        }
        Answer found = mode.usesL2() ? this.samples.reader().read(readOfL2()) : null;
        return (found != null && this.hit.isIn(found.entry())) ? new Served(found.value(), found.entry(), CacheLevel.L2)
                : null;
    }

    /**
     * A read that keeps no copy. The tags are those that the entry names: those of the
     * policy may depend on the reader's thread.
     */
    private ReadContext readOfL2() {
        Type type = this.hit.policy().type();
        EntryPolicy plain = (type != null) ? EntryPolicy.defaults().withType(type) : EntryPolicy.defaults();
        return this.samples.parts().begin(this.hit.key(), this.hit.local(), plain, CacheMode.L2_ONLY);
    }

    private @Nullable ComparedValue reference() throws Throwable {
        this.reads++;
        return switch (this.against) {
            case SOURCE -> compared(load());
            case L2 -> newerInL2();
        };
    }

    private @Nullable Object load() throws Throwable {
        CacheParts parts = this.samples.parts();
        LoadContext context = new LoadContext(cacheName(), this.hit.key(), parts.coherence().known(), null);
        ReadContext read = readOfL2();
        CompletableFuture<?> loading;
        this.samples.threads().enter(read);
        try {
            loading = parts.steps().loadLater(CacheStep.AUDIT_LOAD, () -> this.hit.source().load(context));
        }
        finally {
            this.samples.threads().leave(read);
        }
        Duration limit = parts.hardTimeout(this.hit.policy());
        try {
            return loading.get(((limit != null) ? limit : PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (ExecutionException ex) {
            throw (ex.getCause() != null) ? ex.getCause() : ex;
        }
    }

    /**
     * What Redis has, if it is no older than what was served.
     */
    private @Nullable ComparedValue newerInL2() {
        Answer found = this.samples.reader().readByRedis(readOfL2());
        if (found == null || !(this.hit.isIn(found.entry()) || this.hit.isBefore(found.entry()))) {
            return null;
        }
        return compared(found.value());
    }

    private ComparedValue compared(@Nullable Object value) {
        return ComparedValue.of(this.samples.parts().codec(), value, this.hit.policy().type());
    }

    /**
     * Why an entry may be stale, if its own times say so.
     */
    private @Nullable StalenessReason reason(L1Entry entry) {
        L1Entry.Life life = entry.details().life();
        long millis = this.samples.parts().runtime().clock().millis();
        if (life.freshUntil() > millis) {
            return null;
        }
        return (life.expiresAt() > millis) ? StalenessReason.WHILE_REVALIDATE : StalenessReason.IF_ERROR;
    }

    private String cacheName() {
        return this.samples.parts().settings().name();
    }

    private record Served(@Nullable Object value, L1Entry entry, CacheLevel level) {

    }

}
