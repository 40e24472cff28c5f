package io.tieredcache.audit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.CacheLevel;
import io.tieredcache.CacheSettings;
import io.tieredcache.cache.EnumCounters;
import io.tieredcache.store.AuditedHit;
import io.tieredcache.store.HitSampler;

/**
 * The audit of one cache: its share, its tokens and its counts.
 */
final class AuditedCache implements HitSampler {

    private final CacheSettings settings;

    private final TokenBucket tokens;

    private final BiConsumer<AuditedCache, AuditedHit> taker;

    private final boolean onlyL1;

    private final EnumCounters<CacheLevel> samples = new EnumCounters<>(CacheLevel.class);

    private final EnumCounters<AuditOutcome> outcomes = new EnumCounters<>(AuditOutcome.class);

    private final LongAdder reads = new LongAdder();

    private final FindingCounts findings = new FindingCounts();

    private double usual;

    private @Nullable Double toggled;

    private volatile @Nullable Picks picks;

    AuditedCache(CacheSettings settings, AuditSettings audit, boolean onlyL1, LongSupplier ticker,
            BiConsumer<AuditedCache, AuditedHit> taker) {
        this.settings = settings;
        this.tokens = new TokenBucket(audit.maxRatePerCache(), ticker);
        this.onlyL1 = onlyL1;
        this.taker = taker;
    }

    CacheSettings settings() {
        return this.settings;
    }

    TokenBucket tokens() {
        return this.tokens;
    }

    double share() {
        Picks current = this.picks;
        return (current != null) ? current.share : 0;
    }

    /**
     * Sets the share that holds where no toggle says another. Not at the same time as
     * {@link #toggle}.
     */
    void share(double share) {
        this.usual = share;
        change();
    }

    /**
     * Sets the share that a toggle says, {@code null} for none.
     * @return whether it said another one before
     */
    boolean toggle(@Nullable Double share) {
        if (Objects.equals(share, this.toggled)) {
            return false;
        }
        this.toggled = share;
        change();
        return true;
    }

    private void change() {
        double share = (this.toggled != null) ? this.toggled : this.usual;
        if (share != share()) {
            this.picks = (share > 0) ? new Picks(share, new Countdown(share), new Countdown(share)) : null;
        }
    }

    @Override
    public boolean isDue(CacheLevel level) {
        Picks current = this.picks;
        if (current == null) {
            return false;
        }
        return (level == CacheLevel.L1) ? current.l1.isDue() : !this.onlyL1 && current.l2.isDue();
    }

    @Override
    public void take(CacheLevel level, AuditedHit hit) {
        this.samples.count(level);
        this.taker.accept(this, hit);
    }

    void count(AuditOutcome outcome) {
        this.outcomes.count(outcome);
    }

    void countReads(int count) {
        this.reads.add(count);
    }

    FindingCounts findings() {
        return this.findings;
    }

    AuditFigures figures() {
        Map<CacheLevel, Long> byLevel = new EnumMap<>(CacheLevel.class);
        byLevel.put(CacheLevel.L1, this.samples.sum(CacheLevel.L1));
        byLevel.put(CacheLevel.L2, this.samples.sum(CacheLevel.L2));
        Map<AuditOutcome, Long> byOutcome = new EnumMap<>(AuditOutcome.class);
        for (AuditOutcome outcome : AuditOutcome.values()) {
            byOutcome.put(outcome, this.outcomes.sum(outcome));
        }
        return new AuditFigures(this.settings.name(), share(), byLevel, byOutcome, this.reads.sum(),
                this.findings.all());
    }

    private record Picks(double share, Countdown l1, Countdown l2) {

    }

}
