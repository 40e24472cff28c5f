package io.tieredcache.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheLevel;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.ChannelState;
import io.tieredcache.Consistency;
import io.tieredcache.SingleFlight;
import io.tieredcache.StalenessFinding;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessReason;
import io.tieredcache.metrics.StalenessAuditMetrics;
import io.tieredcache.store.HitSampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * When the audit looks at a hit, how often, and what it counts.
 */
class StalenessAuditorTests {

    private static final int MAX_OPEN = 20;

    private final AtomicLong now = new AtomicLong();

    private final AtomicReference<ChannelState> channel = new AtomicReference<>(ChannelState.LIVE);

    private final AtomicInteger waiting = new AtomicInteger();

    private final List<StalenessFinding> found = new ArrayList<>();

    private final AuditedHits hits = new AuditedHits();

    private final StalenessAuditor auditor = auditor(1, AuditReference.SOURCE, 1_000, 1_000);

    private StalenessAuditor auditor(double share, AuditReference against, double rate, double ratePerCache) {
        return new StalenessAuditor(new AuditSettings(share, against, rate, ratePerCache, MAX_OPEN),
                new StalenessReasons(this.channel::get, this.waiting::get), this.now::get, (task) -> task,
                List.of((finding) -> {
                    throw new IllegalStateException("a listener that fails stops nothing");
                }, this.found::add));
    }

    private static CacheSettings settings(String name, Consistency consistency) {
        return new CacheSettings(name, CacheMode.ON, consistency, Duration.ofSeconds(5),
                new CacheSettings.L1(Duration.ofSeconds(30), 100L, null, false),
                new CacheSettings.L2(Duration.ofMinutes(10), true, Duration.ofSeconds(30), 0, 1024, "json", null, null,
                        null, CacheSettings.L2.USUAL_TAGS, null),
                new CacheSettings.Keys(1, List.of(), false),
                new CacheSettings.Load(SingleFlight.LOCAL, Duration.ofSeconds(10), Duration.ofSeconds(30)),
                CacheSettings.Stale.off(), CacheSettings.Refresh.off());
    }

    private static HitSampler sampler(StalenessAuditor auditor, String cache) {
        return auditor.sampler(settings(cache, Consistency.BOUNDED));
    }

    private void advance(Duration time) {
        this.now.addAndGet(time.toNanos());
    }

    private void sample(HitSampler sampler) {
        sampler.take(CacheLevel.L1, this.hits.hit());
    }

    private static AuditFigures figures(StalenessAuditor auditor, String cache) {
        AuditFigures figures = auditor.figures(cache);
        assertThat(figures).isNotNull();
        return figures;
    }

    private List<StalenessHorizon> horizons() {
        return this.found.stream().map(StalenessFinding::horizon).toList();
    }

    @Test
    void staleValueIsFoundAtEachHorizonAndOnce() {
        HitSampler sampler = sampler(this.auditor, "orders");
        this.hits.seemStale(CacheLevel.L1, null);
        sample(sampler);
        this.auditor.work();
        assertThat(horizons()).containsExactly(StalenessHorizon.SEEN);
        advance(Duration.ofMillis(999));
        this.auditor.work();
        assertThat(horizons()).hasSize(1);
        advance(Duration.ofMillis(1));
        this.auditor.work();
        assertThat(horizons()).containsExactly(StalenessHorizon.SEEN, StalenessHorizon.SECOND);
        advance(Duration.ofSeconds(9));
        this.auditor.work();
        assertThat(horizons()).endsWith(StalenessHorizon.TEN_SECONDS).hasSize(3);
        advance(Duration.ofSeconds(50));
        this.auditor.work();
        assertThat(horizons()).containsExactly(StalenessHorizon.values());
        assertThat(this.auditor.open()).isZero();
        advance(Duration.ofMinutes(5));
        this.auditor.work();
        assertThat(this.found).hasSize(4);
        assertThat(figures(this.auditor, "orders").outcome(AuditOutcome.STALE)).as("samples").isOne();
    }

    @Test
    void whatIsServedNoMoreIsFoundNoMore() {
        HitSampler sampler = sampler(this.auditor, "orders");
        this.hits.seemStale(CacheLevel.L1, null);
        sample(sampler);
        this.auditor.work();
        this.hits.seem(AuditOutcome.SUPERSEDED, 0);
        advance(Duration.ofSeconds(1));
        this.auditor.work();
        assertThat(this.auditor.open()).isZero();
        assertThat(horizons()).containsExactly(StalenessHorizon.SEEN);
    }

    @Test
    void lookThatCannotTellIsRepeatedSomeTimes() {
        HitSampler sampler = sampler(this.auditor, "orders");
        this.hits.seemStale(CacheLevel.L1, null);
        sample(sampler);
        this.auditor.work();
        this.hits.seem(AuditOutcome.UNSTABLE, 2);
        advance(Duration.ofSeconds(1));
        this.auditor.work();
        this.hits.seemStale(CacheLevel.L1, null);
        this.auditor.work();
        assertThat(horizons()).as("not at once").hasSize(1);
        advance(Duration.ofSeconds(1));
        this.auditor.work();
        assertThat(horizons()).containsExactly(StalenessHorizon.SEEN, StalenessHorizon.SECOND);
        this.hits.seem(AuditOutcome.FAILED, 1);
        for (int i = 0; i < 20; i++) {
            advance(Duration.ofSeconds(1));
            this.auditor.work();
        }
        assertThat(this.auditor.open()).isZero();
        assertThat(this.found).hasSize(2);
    }

    @Test
    void reasonsAreThoseKnownAtThatTime() {
        HitSampler bounded = sampler(this.auditor, "bounded");
        HitSampler eventual = this.auditor.sampler(settings("eventual", Consistency.EVENTUAL));
        this.hits.seemStale(CacheLevel.L1, null);
        sample(bounded);
        sample(eventual);
        this.auditor.work();
        advance(Duration.ofSeconds(1));
        this.auditor.work();
        advance(Duration.ofSeconds(9));
        this.auditor.work();
        assertThat(this.found).extracting(StalenessFinding::cache, StalenessFinding::horizon, StalenessFinding::reason)
            .contains(tuple("bounded", StalenessHorizon.SECOND, StalenessReason.WITHIN_BOUND),
                    tuple("bounded", StalenessHorizon.TEN_SECONDS, StalenessReason.UNEXPLAINED),
                    tuple("eventual", StalenessHorizon.TEN_SECONDS, StalenessReason.WITHIN_BOUND));
        this.found.clear();
        advance(Duration.ofSeconds(50));
        this.auditor.work();
        assertThat(this.found).extracting(StalenessFinding::cache, StalenessFinding::reason)
            .contains(tuple("eventual", StalenessReason.UNEXPLAINED));
    }

    @Test
    void reasonsOfTheInstance() {
        HitSampler sampler = sampler(this.auditor, "orders");
        this.channel.set(ChannelState.SUSPECT);
        this.hits.seemStale(CacheLevel.L1, null);
        sample(sampler);
        this.auditor.work();
        this.hits.seemStale(CacheLevel.L2, null);
        sample(sampler);
        this.auditor.work();
        this.waiting.set(1);
        sample(sampler);
        this.auditor.work();
        this.hits.seemStale(CacheLevel.L2, StalenessReason.IF_ERROR);
        sample(sampler);
        this.auditor.work();
        assertThat(this.found).extracting(StalenessFinding::reason)
            .containsExactly(StalenessReason.CHANNEL_NOT_LIVE, StalenessReason.UNEXPLAINED,
                    StalenessReason.INVALIDATION_WAITS, StalenessReason.IF_ERROR);
    }

    /**
     * Whatever is sampled, in any time the source is read no more often than the rate
     * allows, and a second's worth at once.
     */
    @Test
    void sourceIsReadNoMoreOftenThanTheRate() {
        StalenessAuditor limited = auditor(1, AuditReference.SOURCE, 10, 4);
        List<HitSampler> samplers = List.of(sampler(limited, "a"), sampler(limited, "b"), sampler(limited, "c"),
                sampler(limited, "d"));
        this.hits.seemStale(CacheLevel.L1, null);
        for (int tenths = 0; tenths < 300; tenths++) {
            samplers.forEach(this::sample);
            samplers.forEach(this::sample);
            limited.work();
            advance(Duration.ofMillis(100));
        }
        assertThat(this.hits.reads()).as("30 s of 10 reads").isBetween(250, 310);
        long reads = 0;
        for (AuditFigures each : limited.figures()) {
            assertThat(each.reads()).as(each.cache()).isLessThanOrEqualTo(4 * 30 + 4);
            assertThat(each.outcome(AuditOutcome.OVER_RATE)).isPositive();
            reads += each.reads();
        }
        assertThat(reads).isEqualTo(this.hits.reads());
    }

    @Test
    void rateBelowOneASecondHolds() {
        StalenessAuditor limited = auditor(1, AuditReference.SOURCE, 0.5, 0.5);
        HitSampler sampler = sampler(limited, "orders");
        for (int seconds = 0; seconds < 100; seconds++) {
            sample(sampler);
            limited.work();
            advance(Duration.ofSeconds(1));
        }
        assertThat(this.hits.reads()).as("one for each look that finds no difference").isBetween(45, 52);
    }

    /**
     * Findings are looked at even where samples would take every token.
     */
    @Test
    void findingsComeBeforeSamples() {
        StalenessAuditor limited = auditor(1, AuditReference.SOURCE, 2, 2);
        HitSampler sampler = sampler(limited, "orders");
        this.hits.seemStale(CacheLevel.L1, null);
        sample(sampler);
        limited.work();
        for (int tenths = 0; tenths <= 30; tenths++) {
            sample(sampler);
            limited.work();
            advance(Duration.ofMillis(100));
        }
        assertThat(horizons()).contains(StalenessHorizon.SECOND);
    }

    @Test
    void samplesAndFindingsAreBounded() {
        HitSampler sampler = sampler(this.auditor, "orders");
        this.hits.seemStale(CacheLevel.L1, null);
        for (int i = 0; i < 2 * MAX_OPEN; i++) {
            sample(sampler);
        }
        assertThat(this.auditor.open()).isEqualTo(MAX_OPEN);
        assertThat(figures(this.auditor, "orders").outcome(AuditOutcome.DROPPED)).isEqualTo(MAX_OPEN);
        this.auditor.work();
        for (int i = 0; i < MAX_OPEN; i++) {
            sample(sampler);
        }
        this.auditor.work();
        assertThat(this.auditor.open()).isEqualTo(MAX_OPEN);
    }

    @Test
    void shareChangesAtRunTime() {
        StalenessAuditor off = auditor(0, AuditReference.SOURCE, 10, 10);
        List<String> told = new ArrayList<>();
        HitSampler orders = sampler(off, "orders");
        HitSampler items = sampler(off, "items");
        off.onAudited(told::add);
        assertThat(orders.isDue(CacheLevel.L1)).isFalse();
        off.share("orders", 1);
        assertThat(orders.isDue(CacheLevel.L1)).isTrue();
        assertThat(orders.isDue(CacheLevel.L2)).isTrue();
        assertThat(items.isDue(CacheLevel.L1)).isFalse();
        assertThat(told).containsExactly("orders");
        off.share(1);
        assertThat(items.isDue(CacheLevel.L1)).isTrue();
        assertThat(sampler(off, "late").isDue(CacheLevel.L1)).isTrue();
        assertThat(told).containsExactly("orders", "items", "late");
        off.share(0);
        assertThat(orders.isDue(CacheLevel.L1)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> off.share(1.1)).withMessageContaining("found 1.1");
        assertThatIllegalArgumentException().isThrownBy(() -> off.share("unknown", 1)).withMessageContaining("unknown");
    }

    @Test
    void toggleComesBeforeTheShareUntilItEnds() {
        StalenessAuditor off = auditor(0, AuditReference.SOURCE, 10, 10);
        HitSampler orders = sampler(off, "orders");
        HitSampler items = sampler(off, "items");
        List<String> told = new ArrayList<>();
        off.onAudited(told::add);
        off.toggle("orders", 1.0);
        off.toggle("unknown", 1.0);
        assertThat(orders.isDue(CacheLevel.L1)).isTrue();
        assertThat(items.isDue(CacheLevel.L1)).isFalse();
        assertThat(told).containsExactly("orders");
        off.share(0.5);
        assertThat(figures(off, "orders").share()).isOne();
        off.toggle("orders", null);
        assertThat(figures(off, "orders").share()).isEqualTo(0.5);
        off.toggle("orders", 0.0);
        assertThat(orders.isDue(CacheLevel.L1)).isFalse();
        assertThat(off.share()).isEqualTo(0.5);
    }

    @Test
    void againstL2OnlyHitsOfL1AreTaken() {
        HitSampler sampler = sampler(auditor(1, AuditReference.L2, 10, 10), "orders");
        assertThat(sampler.isDue(CacheLevel.L1)).isTrue();
        assertThat(sampler.isDue(CacheLevel.L2)).isFalse();
    }

    @Test
    void metersFollowTheCounts() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        StalenessAuditor off = auditor(0, AuditReference.SOURCE, 10, 10);
        new StalenessAuditMetrics(off).bindTo(registry);
        HitSampler sampler = sampler(off, "orders");
        assertThat(registry.find("tiered.cache.audit.stale").functionCounters()).isEmpty();
        off.share(1);
        this.hits.seemStale(CacheLevel.L2, null);
        sampler.take(CacheLevel.L2, this.hits.hit());
        off.work();
        assertThat(registry.get("tiered.cache.audit.stale")
            .tags("cache", "orders", "level", "l2", "horizon", "0s", "reason", "unexplained")
            .functionCounter()
            .count()).isOne();
        assertThat(registry.get("tiered.cache.audit.stale")
            .tags("cache", "orders", "level", "l1", "horizon", "60s", "reason", "within-bound")
            .functionCounter()
            .count()).isZero();
        assertThat(registry.get("tiered.cache.audit.outcomes").tags("outcome", "stale").functionCounter().count())
            .isOne();
        assertThat(registry.get("tiered.cache.audit.samples").tags("level", "l2").functionCounter().count()).isOne();
        assertThat(registry.get("tiered.cache.audit.reads").functionCounter().count()).isEqualTo(2);
        assertThat(registry.get("tiered.cache.audit.open").gauge().value()).isOne();
        assertThat(registry.get("tiered.cache.audit.share").gauge().value()).isOne();
    }

    /**
     * The thread is there while the audit is on, and ends by itself when it is off.
     */
    @Test
    void threadIsThereWhileThereIsWork() throws InterruptedException {
        StalenessAuditor off = auditor(0, AuditReference.SOURCE, 10, 10);
        List<Thread> threads = new ArrayList<>();
        off.thread().start((task) -> {
            Thread thread = new Thread(task, "audit-test");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
        assertThat(threads).isEmpty();
        off.share(1);
        assertThat(threads).hasSize(1);
        off.share(0);
        threads.get(0).join(TimeUnit.SECONDS.toMillis(30));
        assertThat(threads.get(0).isAlive()).isFalse();
        off.share(1);
        assertThat(threads).hasSize(2);
        off.thread().stop();
        threads.get(1).join(TimeUnit.SECONDS.toMillis(30));
        assertThat(threads.get(1).isAlive()).isFalse();
        off.share(0.5);
        assertThat(threads).hasSize(2);
    }

}
