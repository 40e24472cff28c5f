package io.tieredcache.audit;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheSettings;
import io.tieredcache.StalenessAudit;
import io.tieredcache.StalenessListener;
import io.tieredcache.store.AuditedHit;
import io.tieredcache.store.HitAudit;
import io.tieredcache.store.HitSampler;

/**
 * Takes samples of hits and has them looked at. All looks are on one thread, so that the
 * reference is read once at a time.
 */
public final class StalenessAuditor implements StalenessAudit, HitAudit {

    private final AuditSettings settings;

    private final LongSupplier ticker;

    private final UnaryOperator<Runnable> carrier;

    private final AuditedCaches caches;

    private final AuditRounds rounds;

    private final AuditThread thread;

    /**
     * Create an auditor.
     * @param settings the settings
     * @param reasons tells why values are stale
     * @param ticker the instance's nanosecond ticker
     * @param carrier carries the context of the thread that calls it to the one that runs
     * the task, any number of times
     * @param listeners told of what is found
     */
    public StalenessAuditor(AuditSettings settings, StalenessReasons reasons, LongSupplier ticker,
            UnaryOperator<Runnable> carrier, Collection<? extends StalenessListener> listeners) {
        this.settings = settings;
        this.ticker = ticker;
        this.carrier = carrier;
        this.caches = new AuditedCaches(settings.share());
        this.rounds = new AuditRounds(settings, new FindingTeller(reasons, List.copyOf(listeners)), ticker);
        this.thread = new AuditThread(this.rounds::work, this::isOn);
    }

    /**
     * The thread that looks, which is there while there is anything to do.
     * @return the thread, to be started and stopped with the application
     */
    public AuditThread thread() {
        return this.thread;
    }

    /**
     * Looks at what is due, on the calling thread.
     */
    public void work() {
        this.rounds.work();
    }

    @Override
    public HitSampler sampler(CacheSettings cache) {
        AuditedCache audit = new AuditedCache(cache, this.settings, this.settings.against() == AuditReference.L2,
                this.ticker, this::take);
        this.caches.add(audit);
        return audit;
    }

    private void take(AuditedCache cache, AuditedHit hit) {
        if (this.rounds.isFull()
                || !this.rounds.add(new AuditCase(cache, hit, this.settings.against(), this.carrier))) {
            cache.count(AuditOutcome.DROPPED);
        }
    }

    @Override
    public void share(double newShare) {
        this.caches.share(newShare);
        this.thread.wake();
    }

    @Override
    public void share(String cache, double newShare) {
        this.caches.share(cache, newShare);
        this.thread.wake();
    }

    @Override
    public void toggle(String cache, @Nullable Double newShare) {
        if (this.caches.toggle(cache, newShare)) {
            this.thread.wake();
        }
    }

    @Override
    public double share() {
        return this.caches.share();
    }

    private boolean isOn() {
        return this.caches.isAnyAudited() || open() > 0;
    }

    @Override
    public AuditReference against() {
        return this.settings.against();
    }

    @Override
    public List<AuditFigures> figures() {
        return this.caches.figures();
    }

    @Override
    public @Nullable AuditFigures figures(String cache) {
        return this.caches.figures(cache);
    }

    @Override
    public int open() {
        return this.rounds.open();
    }

    @Override
    public void onAudited(Consumer<String> action) {
        this.caches.onAudited(action);
    }

}
