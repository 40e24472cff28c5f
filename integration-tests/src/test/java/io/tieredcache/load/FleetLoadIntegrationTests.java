package io.tieredcache.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads of one key in a fleet: who asks the source, who waits for whom, and what becomes
 * of a load that an invalidation, a put or a failure comes across.
 */
class FleetLoadIntegrationTests {

    private static final int INSTANCES = 4;

    private static final Duration TTL = Duration.ofMinutes(1);

    private final Source source = new Source();

    private Fleet fleet = new Fleet(0, settings());

    private static CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED).ttl(TTL);
    }

    private void start(int instances, CacheSettingsBuilder settings) {
        this.fleet = new Fleet(instances, settings);
    }

    @AfterEach
    void stop() {
        this.fleet.close();
    }

    private void assertAllServe(@Nullable String value) {
        Fleet.eventually()
            .untilAsserted(() -> assertThat(this.fleet.caches()).extracting(this.source::read).containsOnly(value));
    }

    @Nested
    class ManyCallers {

        private static final int CALLERS = 50;

        @ParameterizedTest
        @EnumSource
        void coldKeyIsLoadedOnceOrOncePerInstance(SingleFlight singleFlight) {
            start(INSTANCES, settings().singleFlight(singleFlight));
            assertLoadsOfEverybodysRead(singleFlight, "first");
        }

        @ParameterizedTest
        @EnumSource
        void hotKeyIsLoadedOnceAtItsExpiry(SingleFlight singleFlight) {
            start(INSTANCES, settings().singleFlight(singleFlight));
            assertLoadsOfEverybodysRead(singleFlight, "first");
            FleetLoadIntegrationTests.this.source.change("second");
            FleetLoadIntegrationTests.this.fleet.advance(TTL);
            assertLoadsOfEverybodysRead(singleFlight, "second");
        }

        /**
         * The expired entry is still there, since the settings keep it.
         */
        @Test
        void hotKeyThatMayStandInIsLoadedOnceAtItsExpiry() {
            start(INSTANCES, settings().staleIfError(TTL));
            assertLoadsOfEverybodysRead(SingleFlight.DISTRIBUTED, "first");
            FleetLoadIntegrationTests.this.source.change("second");
            FleetLoadIntegrationTests.this.fleet.advance(TTL);
            assertLoadsOfEverybodysRead(SingleFlight.DISTRIBUTED, "second");
        }

        @Test
        void nullResultIsLoadedOnce() {
            start(INSTANCES, settings());
            FleetLoadIntegrationTests.this.source.change(null);
            assertLoadsOfEverybodysRead(SingleFlight.DISTRIBUTED, null);
        }

        @Test
        void asynchronousCallersShareTheLoadOfTheFleet() {
            start(INSTANCES, settings());
            Source source = FleetLoadIntegrationTests.this.source;
            source.cost(Duration.ofMillis(50));
            List<CompletableFuture<CompletableFuture<@Nullable String>>> answers = FleetLoadIntegrationTests.this.fleet
                .callAll(CALLERS, source::retrieve);
            answers.forEach((answer) -> assertThat(answer.thenCompose((value) -> value)).succeedsWithin(Gate.PATIENCE)
                .isEqualTo("first"));
            assertThat(source.loads()).isOne();
            FleetLoadIntegrationTests.this.fleet.awaitNoLeases();
        }

        private void assertLoadsOfEverybodysRead(SingleFlight singleFlight, @Nullable String value) {
            Source source = FleetLoadIntegrationTests.this.source;
            Fleet fleet = FleetLoadIntegrationTests.this.fleet;
            source.cost(Duration.ofMillis(50));
            int before = source.loads();
            fleet.callAll(CALLERS, source::read)
                .forEach((answer) -> assertThat(answer).succeedsWithin(Gate.PATIENCE).isEqualTo(value));
            if (singleFlight == SingleFlight.DISTRIBUTED) {
                assertThat(source.loads() - before).isOne();
            }
            else {
                assertThat(source.loads() - before).isBetween(1, INSTANCES);
            }
            fleet.awaitNoLeases();
        }

    }

    /**
     * The owner's load is under way, with the first value, and others wait for it, when
     * something comes across it.
     */
    @Nested
    class LoadUnderWay {

        private static final int OWNER = 0;

        private static final int WAITER = 1;

        private static final int OTHER = 2;

        private Fleet fleet = FleetLoadIntegrationTests.this.fleet;

        private final Source source = FleetLoadIntegrationTests.this.source;

        private final Gate gate = this.source.stopNextLoad();

        private CompletableFuture<@Nullable String> owner = new CompletableFuture<>();

        private CompletableFuture<@Nullable String> waiter = new CompletableFuture<>();

        private void begin(CacheSettingsBuilder settings) {
            start(INSTANCES, settings);
            this.fleet = FleetLoadIntegrationTests.this.fleet;
            this.owner = this.source.startRead(cache(OWNER));
            this.gate.awaitReached();
        }

        private void beginWithWaiter(CacheSettingsBuilder settings) {
            begin(settings);
            this.waiter = this.source.startRead(cache(WAITER));
            this.fleet.awaitWaiting();
        }

        private TieredCache cache(int index) {
            return this.fleet.cache(index);
        }

        private void assertAnswered(CompletableFuture<@Nullable String> answer, String value) {
            assertThat(answer).succeedsWithin(Gate.PATIENCE).isEqualTo(value);
        }

        /**
         * The owner began before, so its own caller may have the old value.
         */
        private void assertLateResultIsNotStored(int loads) {
            this.gate.open();
            assertAnswered(this.owner, "first");
            this.fleet.awaitFills(1);
            assertAllServe("second");
            assertThat(this.source.loads()).isEqualTo(loads);
            this.fleet.awaitNoLeases();
        }

        @ParameterizedTest
        @ValueSource(ints = { OWNER, OTHER })
        void evictionVoidsTheLoad(int evicting) {
            beginWithWaiter(settings());
            this.source.change("second");
            cache(evicting).evict(Fleet.KEY);
            assertAnswered(this.waiter, "second");
            assertAnswered(this.source.startRead(cache(OTHER)), "second");
            assertAnswered(this.source.startRead(cache(OWNER)), "second");
            assertThat(this.owner).isNotDone();
            assertLateResultIsNotStored(2);
        }

        @ParameterizedTest
        @ValueSource(ints = { OWNER, OTHER })
        void tagInvalidationVoidsTheLoad(int invalidating) {
            beginWithWaiter(settings());
            this.source.change("second");
            this.fleet.instance(invalidating).invalidator().invalidateTags("values");
            assertAnswered(this.source.startRead(cache(OTHER)), "second");
            assertAnswered(this.waiter, "second");
            assertAnswered(this.source.startRead(cache(OWNER)), "second");
            assertThat(this.owner).isNotDone();
            assertLateResultIsNotStored(2);
        }

        /**
         * An instance that knew nothing of the tag when it was told of its invalidation,
         * or was not told.
         */
        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void newcomerWhoDidNotKnowTheTagTakesTheLeaseAway(boolean joinsLater) {
            begin(settings());
            this.source.change("second");
            this.fleet.instance(OTHER).invalidator().invalidateTags("values");
            Fleet.eventually().until(() -> this.fleet.instance(WAITER).bus().applied() > 0);
            TieredCache newcomer = joinsLater ? this.fleet.join() : cache(WAITER);
            assertThat(this.source.startRead(newcomer)).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("second");
            assertThat(this.owner).isNotDone();
            assertLateResultIsNotStored(2);
        }

        @Test
        void clearVoidsTheLoad() {
            beginWithWaiter(settings());
            this.source.change("second");
            cache(OTHER).clear();
            assertAnswered(this.source.startRead(cache(OTHER)), "second");
            assertAnswered(this.waiter, "second");
            assertThat(this.owner).isNotDone();
            assertLateResultIsNotStored(2);
        }

        @Test
        void putVoidsTheLoad() {
            beginWithWaiter(settings());
            cache(OTHER).put(Fleet.KEY, "second", Source.POLICY);
            assertAnswered(this.waiter, "second");
            assertAnswered(this.source.startRead(cache(OTHER)), "second");
            assertAnswered(this.source.startRead(cache(OWNER)), "second");
            assertThat(this.owner).isNotDone();
            assertLateResultIsNotStored(1);
        }

        @Test
        void waiterOfAFailingOwnerLoads() {
            beginWithWaiter(settings());
            this.source.down(true);
            Gate second = this.source.stopNextLoad();
            this.gate.open();
            assertThat(this.owner).failsWithin(Gate.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(Source.SourceDownException.class);
            second.awaitReached();
            this.source.down(false);
            second.open();
            assertAnswered(this.waiter, "first");
            assertThat(this.source.loads()).isEqualTo(2);
            assertAllServe("first");
            this.fleet.awaitNoLeases();
        }

        @Test
        void waiterWhoseWakingMessageIsLostLooksAgain() {
            begin(settings());
            this.fleet.instance(WAITER).bus().losingReleases(true);
            this.waiter = this.source.startRead(cache(WAITER));
            this.fleet.awaitWaiting();
            this.gate.open();
            assertAnswered(this.waiter, "first");
            Fleet.eventually().until(() -> this.fleet.instance(WAITER).bus().releases() > 0);
            assertThat(this.source.loads()).isOne();
            assertThat(cache(WAITER).count(CacheCounter.SHARED_FLEET_LOAD)).isOne();
        }

        @Test
        void waiterWhoseTimeIsUpLoads() {
            beginWithWaiter(settings().joinTimeout(Duration.ofMillis(100)));
            assertAnswered(this.waiter, "first");
            assertThat(this.owner).isNotDone();
            this.gate.open();
            assertAnswered(this.owner, "first");
            assertThat(this.source.loads()).isEqualTo(2);
            this.fleet.awaitNoLeases();
        }

        @Test
        void waiterThatLosesRedisLoads() {
            beginWithWaiter(settings());
            this.fleet.instance(WAITER).l2().failing(true);
            assertAnswered(this.waiter, "first");
            assertThat(this.owner).isNotDone();
            this.gate.open();
            assertAnswered(this.owner, "first");
            assertThat(this.source.loads()).isEqualTo(2);
        }

        /**
         * The interrupted caller gets a value of its own, and the others that of the
         * owner.
         */
        @Test
        void interruptedWaiterDoesNotDisturbTheOthers() {
            begin(settings());
            AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
            CompletableFuture<Boolean> interrupted = TestThreads.supply(() -> {
                thread.set(Thread.currentThread());
                return "first".equals(this.source.read(cache(WAITER))) && Thread.currentThread().isInterrupted();
            });
            this.fleet.awaitWaiting();
            this.waiter = this.source.startRead(cache(OTHER));
            Thread waiting = thread.get();
            assertThat(waiting).isNotNull();
            waiting.interrupt();
            assertThat(interrupted).succeedsWithin(Gate.PATIENCE).isEqualTo(true);
            assertThat(this.owner).isNotDone();
            this.gate.open();
            assertAnswered(this.owner, "first");
            assertThat(this.waiter).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("first");
            assertThat(this.source.loads()).isEqualTo(2);
            assertThat(cache(OWNER).count(CacheCounter.REFUSED_FILL)).isZero();
            this.fleet.awaitNoLeases();
        }

        @ParameterizedTest
        @ValueSource(ints = { OWNER, WAITER })
        void cancelledCallerDoesNotCancelTheLoadOfTheOthers(int cancelling) {
            begin(settings());
            CompletableFuture<@Nullable String> cancelled = this.source.retrieve(cache(cancelling));
            CompletableFuture<@Nullable String> patient = this.source.retrieve(cache(cancelling));
            this.waiter = this.source.startRead(cache(OTHER));
            this.fleet.awaitWaiting();
            assertThat(cancelled.cancel(true)).isTrue();
            this.gate.open();
            assertAnswered(this.owner, "first");
            assertAnswered(this.waiter, "first");
            assertAnswered(patient, "first");
            assertThat(this.source.loads()).isOne();
        }

    }

    @Test
    void cancelledOwnerDoesNotCancelTheLoadOfTheOthers() {
        start(2, settings());
        Gate gate = this.source.stopNextLoad();
        CompletableFuture<@Nullable String> owner = this.source.retrieve(this.fleet.cache(0));
        gate.awaitReached();
        CompletableFuture<@Nullable String> sharing = this.source.retrieve(this.fleet.cache(0));
        CompletableFuture<@Nullable String> waiting = this.source.startRead(this.fleet.cache(1));
        this.fleet.awaitWaiting();
        assertThat(owner.cancel(true)).isTrue();
        gate.open();
        assertThat(sharing).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
        assertThat(waiting).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
        assertThat(this.source.loads()).isOne();
    }

    /**
     * Redis gives the lease to a caller that has not the time to hear of it. The caller
     * loads for itself, and others need not wait for the lease's end.
     */
    @ParameterizedTest
    @ValueSource(strings = { "ACQUIRE", "LEASE" })
    void interruptedCallerLeavesNoLease(Step asking) {
        start(2, settings().leaseTime(Duration.ofMinutes(5))
            .singleFlight((asking == Step.ACQUIRE) ? SingleFlight.DISTRIBUTED : SingleFlight.LOCAL));
        Gate gate = new Gate();
        this.fleet.instance(0).l2().after(asking, gate::pass);
        AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
        CompletableFuture<@Nullable String> interrupted = TestThreads.supply(() -> {
            thread.set(Thread.currentThread());
            return this.source.read(this.fleet.cache(0));
        });
        gate.awaitReached();
        Thread asker = thread.get();
        assertThat(asker).isNotNull();
        asker.interrupt();
        assertThat(interrupted).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
        gate.open();
        this.fleet.awaitNoLeases();
    }

    @Test
    void withoutRedisEachInstanceLoadsOnce() {
        start(INSTANCES, settings());
        this.source.cost(Duration.ofMillis(50));
        this.fleet.instances().forEach((instance) -> instance.l2().failing(true));
        this.fleet.callAll(10, this.source::read)
            .forEach((answer) -> assertThat(answer).succeedsWithin(Gate.PATIENCE).isEqualTo("first"));
        assertThat(this.source.loads()).isEqualTo(INSTANCES);
    }

    @Test
    void loadThatTakesLongerThanTheLeaseIsRenewedAndStored() {
        start(2, settings().leaseTime(Duration.ofSeconds(1)));
        this.source.cost(Duration.ofMillis(2_500));
        this.fleet.callAll(4, this.source::read)
            .forEach((answer) -> assertThat(answer).succeedsWithin(Gate.PATIENCE).isEqualTo("first"));
        assertThat(this.source.loads()).isOne();
        this.fleet.awaitFills(1);
        assertThat(this.fleet.count(CacheCounter.REFUSED_FILL)).isZero();
        assertAllServe("first");
        this.fleet.awaitNoLeases();
    }

}
