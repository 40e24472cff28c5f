package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheLevel;
import io.tieredcache.ChannelState;
import io.tieredcache.Consistency;
import io.tieredcache.StalenessFinding;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessReason;
import io.tieredcache.TieredCache;
import io.tieredcache.audit.AuditSettings;
import io.tieredcache.audit.StalenessAuditor;
import io.tieredcache.audit.StalenessReasons;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;
import io.tieredcache.testing.TestTicker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The audit on two instances and a real Redis: it finds what is planted, and nothing in a
 * correct run. The audit's time stands still but for what a test advances it by.
 */
class StalenessAuditIntegrationTests {

    private static final int KEYS = 4;

    private static final int ROUNDS = 15;

    /** Time between pulses with which a busy machine makes no channel suspect. */
    private static final Duration CALM = Duration.ofSeconds(1);

    private static final Duration QUICK = Duration.ofMillis(50);

    private final List<StalenessFinding> found = new CopyOnWriteArrayList<>();

    private List<StalenessAuditor> auditors = List.of();

    private List<TestTicker> times = List.of();

    private Supplier<ChannelState> channelOfB = () -> ChannelState.LIVE;

    private Fleet fleet = fleet(Consistency.BOUNDED, AuditReference.SOURCE, 10_000, CALM);

    private Fleet fleet(Consistency consistency, AuditReference against, double rate, Duration pulseInterval) {
        List<StalenessAuditor> made = new ArrayList<>();
        List<TestTicker> tickers = new ArrayList<>();
        UnaryOperator<TestInstance.Builder> audited = (builder) -> {
            TestTicker ticker = TestTicker.standing();
            StalenessAuditor auditor = new StalenessAuditor(new AuditSettings(1, against, rate, rate, 10_000),
                    new StalenessReasons(() -> this.channelOfB.get(), () -> 0), ticker, (task) -> task,
                    List.of(this.found::add));
            made.add(auditor);
            tickers.add(ticker);
            return builder.audit(auditor)
                .pulseInterval(pulseInterval)
                .defaults(new CacheSettingsBuilder().consistency(consistency));
        };
        Fleet started = new Fleet(audited);
        this.auditors = made;
        this.times = tickers;
        return started;
    }

    private void restart(Consistency consistency, AuditReference against, double rate, Duration pulseInterval) {
        this.fleet.close();
        this.fleet = fleet(consistency, against, rate, pulseInterval);
    }

    @AfterEach
    void close() {
        this.fleet.close();
    }

    private void workOnA() {
        this.auditors.get(0).work();
    }

    private void workOnB() {
        this.auditors.get(1).work();
    }

    private void advance(Duration time) {
        this.times.forEach((ticker) -> ticker.advance(time));
    }

    private AuditFigures figuresOfA() {
        AuditFigures figures = this.auditors.get(0).figures(Fleet.CACHE);
        assertThat(figures).isNotNull();
        return figures;
    }

    private void loadOnA() {
        this.fleet.read(this.fleet.a());
        Fleet.awaitFills(this.fleet.a(), 1);
    }

    private void keepCopies() {
        loadOnA();
        assertThat(this.fleet.read(this.fleet.b())).isZero();
        workOnB();
        assertThat(this.found).isEmpty();
    }

    /**
     * Nobody was told of the update, so both levels are stale, and stay so.
     */
    @Test
    void changeWithoutInvalidationIsFoundAtEachHorizon() {
        keepCopies();
        this.fleet.source().update();
        assertThat(this.fleet.read(this.fleet.b())).isZero();
        workOnB();
        advance(Duration.ofSeconds(1));
        workOnB();
        advance(Duration.ofSeconds(9));
        workOnB();
        advance(Duration.ofSeconds(50));
        workOnB();
        assertThat(this.found).extracting(StalenessFinding::horizon).containsExactly(StalenessHorizon.values());
        assertThat(this.found).extracting(StalenessFinding::level).containsOnly(CacheLevel.L1);
        assertThat(this.found).extracting(StalenessFinding::reason)
            .containsExactly(StalenessReason.WITHIN_BOUND, StalenessReason.WITHIN_BOUND, StalenessReason.UNEXPLAINED,
                    StalenessReason.UNEXPLAINED);
    }

    /**
     * The channel's guard switched off: B is deaf, and its cache is one that trusts L1
     * all the same.
     */
    @ParameterizedTest
    @EnumSource
    void copyOfADeafInstanceIsFound(AuditReference against) {
        restart(Consistency.EVENTUAL, against, 10_000, QUICK);
        this.channelOfB = () -> this.fleet.b().channel().state();
        keepCopies();
        this.fleet.b().bus().refusing(true);
        this.fleet.b().bus().silent(true);
        this.fleet.source().update();
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        assertThat(this.fleet.read(this.fleet.a())).isOne();
        Fleet.awaitFills(this.fleet.a(), 2);
        assertThat(this.fleet.read(this.fleet.b())).as("the plant").isZero();
        workOnB();
        for (int seconds = 0; seconds < 10; seconds++) {
            advance(Duration.ofSeconds(1));
            Fleet.eventually().until(() -> this.fleet.b().channel().state() != ChannelState.LIVE);
            workOnB();
        }
        assertThat(this.found).extracting(StalenessFinding::horizon)
            .containsExactly(StalenessHorizon.SEEN, StalenessHorizon.SECOND, StalenessHorizon.TEN_SECONDS);
        assertThat(this.found).element(2)
            .extracting(StalenessFinding::level, StalenessFinding::reason)
            .containsExactly(CacheLevel.L1, StalenessReason.CHANNEL_NOT_LIVE);
    }

    /**
     * The lease's guard switched off: a load that an eviction overtook stores its value,
     * and other instances are served it.
     */
    @Test
    void lateStoreIsFound() {
        this.fleet.b().l2().storingAlways(true);
        Gate gate = new Gate();
        this.fleet.source().stopNextLoad(gate);
        CompletableFuture<Integer> late = this.fleet.startRead(this.fleet.b(), Fleet.POLICY);
        gate.awaitReached();
        this.fleet.source().update();
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        gate.open();
        assertThat(late).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.fleet.b(), 1);
        assertThat(this.fleet.read(this.fleet.a())).as("the plant").isZero();
        workOnA();
        advance(Duration.ofSeconds(10));
        workOnA();
        advance(Duration.ofSeconds(1));
        workOnA();
        assertThat(this.found).extracting(StalenessFinding::horizon)
            .contains(StalenessHorizon.SEEN, StalenessHorizon.SECOND, StalenessHorizon.TEN_SECONDS);
        assertThat(this.found).last().extracting(StalenessFinding::reason).isEqualTo(StalenessReason.UNEXPLAINED);
    }

    @Test
    void lateStoreIsNotThereWithTheGuard() {
        Gate gate = new Gate();
        this.fleet.source().stopNextLoad(gate);
        CompletableFuture<Integer> late = this.fleet.startRead(this.fleet.b(), Fleet.POLICY);
        gate.awaitReached();
        this.fleet.source().update();
        int heard = this.fleet.b().bus().applied();
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        Fleet.eventually().until(() -> this.fleet.b().bus().applied() > heard);
        gate.open();
        assertThat(late).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.fleet.b(), 1);
        for (int i = 0; i < 3; i++) {
            this.fleet.read(this.fleet.a());
            this.fleet.read(this.fleet.b());
            workOnA();
            workOnB();
        }
        assertThat(this.found).isEmpty();
    }

    /**
     * A write whose invalidation is still to come is seen, and is gone at the next
     * horizon.
     */
    @Test
    void writeUnderWayIsSeenAndNoMore() {
        keepCopies();
        this.fleet.source().update();
        this.fleet.read(this.fleet.a());
        workOnA();
        assertThat(this.found).extracting(StalenessFinding::horizon).containsExactly(StalenessHorizon.SEEN);
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        assertThat(this.fleet.read(this.fleet.a())).isOne();
        advance(Duration.ofSeconds(1));
        this.fleet.source().update();
        workOnA();
        assertThat(this.found).as("the entry is another one, though it is stale too").hasSize(1);
    }

    /**
     * The loader stands for a source whose answer takes so long that the invalidation
     * arrives meanwhile.
     */
    @Test
    void invalidationDuringTheLookIsNoFinding() throws Throwable {
        TieredCache cache = this.fleet.a().cache(Fleet.CACHE);
        AtomicInteger loads = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            cache.get(Fleet.KEY, Fleet.POLICY, (context) -> {
                if (loads.incrementAndGet() == 3) {
                    cache.evict(Fleet.KEY);
                }
                return Math.min(1, loads.get() - 1);
            });
        }
        workOnA();
        assertThat(loads).hasValue(3);
        assertThat(this.found).isEmpty();
        assertThat(figuresOfA().outcome(AuditOutcome.SUPERSEDED)).isOne();
    }

    @Test
    void sourceThatNeverSaysTheSameIsUnstable() throws Throwable {
        TieredCache cache = this.fleet.a().cache(Fleet.CACHE);
        AtomicInteger loads = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            cache.get(Fleet.KEY, Fleet.POLICY, (context) -> loads.incrementAndGet());
        }
        workOnA();
        assertThat(this.found).isEmpty();
        assertThat(figuresOfA().outcome(AuditOutcome.UNSTABLE)).isOne();
        assertThat(figuresOfA().reads()).isEqualTo(2);
    }

    @Test
    void auditStoresNothing() {
        keepCopies();
        this.fleet.source().update();
        this.fleet.read(this.fleet.a());
        workOnA();
        assertThat(this.found).hasSize(1);
        TieredCache cache = this.fleet.a().cache(Fleet.CACHE);
        assertThat(this.fleet.lookupL1(this.fleet.a(), Fleet.POLICY)).as("L1").isZero();
        assertThat(cache.count(CacheCounter.FILL)).isOne();
        assertThat(cache.count(CacheCounter.LOAD)).isOne();
        this.fleet.b().runtime().coherence().resync(this.fleet.b().runtime().coherence().known());
        assertThat(this.fleet.lookup(this.fleet.b(), Fleet.POLICY)).as("L2").isZero();
    }

    @Test
    void sourceIsReadNoMoreOftenThanTheRate() {
        restart(Consistency.BOUNDED, AuditReference.SOURCE, 5, CALM);
        loadOnA();
        int before = this.fleet.source().loads();
        for (int seconds = 0; seconds < 10; seconds++) {
            for (int i = 0; i < 50; i++) {
                this.fleet.read(this.fleet.a());
            }
            workOnA();
            advance(Duration.ofSeconds(1));
        }
        int reads = this.fleet.source().loads() - before;
        assertThat(reads).as("5 a second, and 5 at once").isBetween(20, 55);
        assertThat(figuresOfA().reads()).isEqualTo(reads);
        assertThat(figuresOfA().outcome(AuditOutcome.OVER_RATE)).isGreaterThan(400);
    }

    /**
     * Readers and writers on both instances, each hit audited. When a round ends all
     * invalidations have been applied, so nothing that was seen may last.
     */
    @Test
    void correctRunIsSilent() {
        restart(Consistency.BOUNDED, AuditReference.SOURCE, 10_000, QUICK);
        AtomicIntegerArray source = new AtomicIntegerArray(KEYS);
        for (int round = 0; round < ROUNDS; round++) {
            CompletableFuture<?> writing = CompletableFuture.allOf(write(source, this.fleet.a(), round),
                    write(source, this.fleet.b(), round + 1));
            CompletableFuture<?> reading = CompletableFuture.allOf(read(source, this.fleet.a(), writing),
                    read(source, this.fleet.b(), writing));
            while (!reading.isDone()) {
                workOnA();
                workOnB();
            }
            assertThat(reading).succeedsWithin(Fleet.PATIENCE);
            awaitMessages(this.fleet.a());
            awaitMessages(this.fleet.b());
            for (int i = 0; i < 2; i++) {
                readAll(source, this.fleet.a());
                readAll(source, this.fleet.b());
            }
            workOnA();
            workOnB();
            advance(Duration.ofSeconds(1));
        }
        advance(Duration.ofMinutes(1));
        workOnA();
        workOnB();
        assertThat(this.auditors).allSatisfy((auditor) -> {
            AuditFigures figures = auditor.figures(Fleet.CACHE);
            assertThat(figures).isNotNull();
            assertThat(figures.outcome(AuditOutcome.SAME)).as("compared").isGreaterThan(ROUNDS);
            assertThat(figures.stale(StalenessHorizon.SECOND)).as("after 1 s").isZero();
            assertThat(figures.stale(StalenessHorizon.TEN_SECONDS)).as("after 10 s").isZero();
            assertThat(figures.stale(StalenessHorizon.MINUTE)).as("after 60 s").isZero();
        });
    }

    private static CompletableFuture<?> write(AtomicIntegerArray source, TestInstance instance, int round) {
        return TestThreads.run(() -> {
            TieredCache cache = instance.cache(Fleet.CACHE);
            for (int i = 0; i < 3 * KEYS; i++) {
                int key = (i + round) % KEYS;
                int value = source.incrementAndGet(key);
                switch (i % 3) {
                    case 0 -> cache.evict(key);
                    case 1 -> cache.put(key, value, Fleet.POLICY.withTags("key-" + key));
                    default -> instance.invalidator().invalidate(CacheInvalidation.none().tags("key-" + key));
                }
            }
            for (int key = 0; key < KEYS; key++) {
                // Of two puts at once either may come last.
                cache.evict(key);
            }
        });
    }

    private static CompletableFuture<?> read(AtomicIntegerArray source, TestInstance instance,
            CompletableFuture<?> writing) {
        return TestThreads.run(() -> {
            for (int i = 0; i < 2 * KEYS || !writing.isDone(); i++) {
                read(source, instance, i % KEYS);
            }
        });
    }

    private static void readAll(AtomicIntegerArray source, TestInstance instance) {
        for (int key = 0; key < KEYS; key++) {
            read(source, instance, key);
        }
    }

    private static void read(AtomicIntegerArray source, TestInstance instance, int key) {
        try {
            instance.cache(Fleet.CACHE).get(key, Fleet.POLICY.withTags("key-" + key), (context) -> source.get(key));
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Messages come in order: when two more pulses have, so has every invalidation from
     * before.
     */
    private static void awaitMessages(TestInstance instance) {
        int pulses = instance.bus().pulses();
        Fleet.eventually().until(() -> instance.bus().pulses() >= pulses + 2);
    }

}
