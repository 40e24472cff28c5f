package io.tieredcache.slo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.SloObjective;
import io.tieredcache.SloStatus;
import io.tieredcache.StalenessAudit;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessReason;
import io.tieredcache.metrics.SloMetrics;
import io.tieredcache.store.CacheProbe;

import static org.assertj.core.api.Assertions.assertThat;

class CacheSloMonitorTests {

    private static final Offset<Double> ABOUT = Offset.offset(1e-9);

    private final AtomicLong now = new AtomicLong();

    private final Map<CacheCounter, Long> counts = new EnumMap<>(CacheCounter.class);

    private final FixedAudit audit = new FixedAudit();

    private SloTargets targets = new SloTargets(0.9, Duration.ofMillis(100), 0.01, Duration.ofMillis(50), 0.99);

    private final CacheSloMonitor monitor = new CacheSloMonitor((name) -> this.targets, this.audit,
            Duration.ofMinutes(5), this.now::get);

    private CacheProbe begin() {
        CacheProbe probe = this.monitor.probe("orders");
        this.monitor.add("orders", (counter) -> this.counts.getOrDefault(counter, 0L));
        return probe;
    }

    private void advance(Duration time) {
        this.now.addAndGet(time.toNanos());
        this.monitor.note();
    }

    private void read(long hits, long misses) {
        this.counts.merge(CacheCounter.L1_HIT, hits / 2, Long::sum);
        this.counts.merge(CacheCounter.L2_HIT, hits - hits / 2, Long::sum);
        this.counts.merge(CacheCounter.MISS, misses, Long::sum);
    }

    private SloStatus status(SloObjective objective) {
        return this.monitor.of("orders")
            .stream()
            .filter((each) -> each.objective() == objective)
            .findFirst()
            .orElseThrow();
    }

    private double burn(SloObjective objective) {
        return status(objective).burn();
    }

    @Test
    void missesBurnTheBudgetOfTheHitRatio() {
        begin();
        assertThat(burn(SloObjective.HIT_RATIO)).as("nothing was read").isZero();
        read(90, 10);
        assertThat(burn(SloObjective.HIT_RATIO)).as("as much as is allowed").isCloseTo(1, ABOUT);
        read(0, 100);
        assertThat(burn(SloObjective.HIT_RATIO)).as("55 percent of misses").isCloseTo(5.5, ABOUT);
        assertThat(status(SloObjective.HIT_RATIO)).extracting(SloStatus::events, SloStatus::errors)
            .containsExactly(200L, 110L);
    }

    /**
     * What was counted before the window began counts no more.
     */
    @Test
    void onlyTheWindowCounts() {
        read(0, 1_000);
        begin();
        assertThat(burn(SloObjective.HIT_RATIO)).as("before the cache was there").isZero();
        read(0, 100);
        for (int i = 0; i < 30; i++) {
            advance(Duration.ofSeconds(10));
        }
        assertThat(status(SloObjective.HIT_RATIO).events()).isEqualTo(100);
        read(100, 0);
        advance(Duration.ofSeconds(10));
        assertThat(status(SloObjective.HIT_RATIO)).extracting(SloStatus::events, SloStatus::errors)
            .containsExactly(100L, 0L);
        for (int i = 0; i < 60; i++) {
            advance(Duration.ofSeconds(10));
        }
        assertThat(status(SloObjective.HIT_RATIO).events()).isZero();
    }

    @Test
    void slowMissesBurnTheBudgetOfTheMissPenalty() {
        CacheProbe probe = begin();
        for (int i = 0; i < 98; i++) {
            probe.missed(Duration.ofMillis(100).toNanos());
        }
        assertThat(burn(SloObjective.MISS_PENALTY)).isZero();
        probe.missed(Duration.ofMillis(101).toNanos());
        probe.missed(Duration.ofSeconds(10).toNanos());
        assertThat(burn(SloObjective.MISS_PENALTY)).isCloseTo(2, ABOUT);
    }

    @Test
    void lateInvalidationsBurnTheBudgetOfTheLag() {
        Instant published = Instant.ofEpochSecond(1_000);
        this.monitor.onInvalidation(new AppliedInvalidation(published, published.plusMillis(900), List.of()));
        begin();
        assertThat(status(SloObjective.INVALIDATION_LAG).events()).as("nobody had an objective yet").isZero();
        this.monitor.onInvalidation(new AppliedInvalidation(published, published.plusMillis(50), List.of()));
        assertThat(burn(SloObjective.INVALIDATION_LAG)).isZero();
        this.monitor.onInvalidation(
                new AppliedInvalidation(published, published.plusMillis(50), List.of(published.minusMillis(1))));
        assertThat(burn(SloObjective.INVALIDATION_LAG)).as("from the event on").isCloseTo(50, ABOUT);
    }

    @Test
    void lastingStalenessBurnsTheBudgetOfTheStaleShare() {
        begin();
        this.audit.figures = figures(
                new AuditFigures.Findings(CacheLevel.L1, StalenessHorizon.SEEN, StalenessReason.UNEXPLAINED, 50),
                new AuditFigures.Findings(CacheLevel.L1, StalenessHorizon.SECOND, StalenessReason.WHILE_REVALIDATE, 30),
                new AuditFigures.Findings(CacheLevel.L1, StalenessHorizon.SECOND, StalenessReason.IF_ERROR, 10));
        assertThat(burn(SloObjective.STALE_SHARE)).as("none that lasted but what was asked for").isZero();
        this.audit.figures = figures(
                new AuditFigures.Findings(CacheLevel.L1, StalenessHorizon.SECOND, StalenessReason.WITHIN_BOUND, 15),
                new AuditFigures.Findings(CacheLevel.L2, StalenessHorizon.SECOND, StalenessReason.UNEXPLAINED, 5));
        assertThat(burn(SloObjective.STALE_SHARE)).as("20 of 1,000").isCloseTo(2, ABOUT);
    }

    private static AuditFigures figures(AuditFigures.Findings... findings) {
        return new AuditFigures("orders", 1, Map.of(), Map.of(AuditOutcome.SAME, 900L, AuditOutcome.STALE, 100L), 0,
                List.of(findings));
    }

    @Test
    void cachesWithoutObjectivesAreLeftOut() {
        this.targets = new SloTargets(null, null, null, null, 0.99);
        assertThat(begin()).isSameAs(CacheProbe.NONE);
        assertThat(this.monitor.all()).isEmpty();
        assertThat(this.monitor.of("orders")).isEmpty();
    }

    @Test
    void metersAreThereFromTheCreationOfTheCacheOn() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        this.targets = new SloTargets(0.9, null, null, null, 0.99);
        new SloMetrics(this.monitor).bindTo(registry);
        assertThat(registry.getMeters()).isEmpty();
        begin();
        this.monitor.add("late", (counter) -> 0);
        read(0, 10);
        assertThat(registry.get(SloMetrics.BURN).tags("cache", "orders", "objective", "hit-ratio").gauge().value())
            .isCloseTo(10, ABOUT);
        assertThat(registry.get(SloMetrics.BURN).tags("cache", "late").gauge().value()).isZero();
        assertThat(registry.getMeters()).hasSize(2);
    }

    @Test
    void threadEndsWithTheApplication() throws InterruptedException {
        begin();
        List<Thread> threads = new ArrayList<>();
        this.monitor.start((task) -> {
            Thread thread = new Thread(task, "slo-test");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
        assertThat(this.monitor.all()).hasSize(4);
        this.monitor.stop();
        threads.get(0).join(30_000);
        assertThat(threads.get(0).isAlive()).isFalse();
    }

    private static final class FixedAudit implements StalenessAudit {

        private @Nullable AuditFigures figures;

        @Override
        public void share(double share) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void share(String cache, double share) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double share() {
            return 1;
        }

        @Override
        public AuditReference against() {
            return AuditReference.SOURCE;
        }

        @Override
        public List<AuditFigures> figures() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable AuditFigures figures(String cache) {
            return this.figures;
        }

        @Override
        public int open() {
            return 0;
        }

        @Override
        public void onAudited(Consumer<String> action) {
            throw new UnsupportedOperationException();
        }

    }

}
