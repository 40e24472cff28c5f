package io.tieredcache.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheMode;
import io.tieredcache.LoadTimeoutException;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Older values in place of ones that cannot be loaded, or not in time.
 */
class StaleIfErrorIntegrationTests {

    private static final Duration TTL = Duration.ofSeconds(10);

    private static final Duration MAXIMUM = Duration.ofMinutes(5);

    private static final Duration THROTTLE = Duration.ofSeconds(5);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Source source = new Source();

    private Fleet fleet = new Fleet(0, settings());

    private static CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED)
            .ttl(TTL)
            .negativeTtl(TTL)
            .staleIfError(MAXIMUM)
            .throttle(THROTTLE);
    }

    @AfterEach
    void stop() {
        this.fleet.close();
    }

    /**
     * Every instance but the last has a copy, and the source has changed.
     */
    private void startWithOldValue(int instances, CacheSettingsBuilder settings) {
        this.fleet = new Fleet(instances, settings);
        this.source.read(this.fleet.cache(0));
        this.fleet.awaitFills(1);
        for (int i = 0; i < instances - 1; i++) {
            this.source.read(this.fleet.cache(i));
        }
        assertThat(this.source.loads()).isOne();
        this.source.change("second");
    }

    private void startWithExpiredValue(int instances, CacheSettingsBuilder settings) {
        startWithOldValue(instances, settings);
        this.fleet.advance(TTL);
    }

    private void assertAllServe(@Nullable String value) {
        assertThat(this.fleet.caches()).extracting(this.source::read).containsOnly(value);
    }

    private void assertFailure(TieredCache cache) {
        assertThatExceptionOfType(Source.SourceDownException.class).isThrownBy(() -> this.source.read(cache));
    }

    private void assertFailureEverywhere() {
        this.fleet.caches().forEach(this::assertFailure);
    }

    private void awaitInvalidationsHeard(int count) {
        this.fleet.instances().forEach((instance) -> Fleet.eventually().until(() -> instance.bus().applied() >= count));
    }

    private void invalidate(int instance, CacheInvalidation invalidation) {
        this.fleet.instance(instance).invalidator().invalidate(invalidation);
    }

    @Nested
    class SourceIsDown {

        private static final int CALLERS = 8;

        private static final int WINDOWS = 12;

        private final Source source = StaleIfErrorIntegrationTests.this.source;

        private Fleet fleet() {
            return StaleIfErrorIntegrationTests.this.fleet;
        }

        private void assertEveryReaderServed() {
            fleet().callAll(CALLERS, this.source::read)
                .forEach((answer) -> assertThat(answer).succeedsWithin(Gate.PATIENCE).isEqualTo("first"));
        }

        /**
         * For a minute, in steps of a second, but for the last of each window: there the
         * real time that goes by as well would be too close to the next.
         */
        @ParameterizedTest
        @EnumSource
        void sourceIsAskedOncePerWindow(SingleFlight singleFlight) {
            startWithExpiredValue((singleFlight == SingleFlight.DISTRIBUTED) ? 4 : 1,
                    settings().singleFlight(singleFlight));
            this.source.down(true);
            this.source.cost(Duration.ofMillis(5));
            for (int window = 1; window <= WINDOWS; window++) {
                assertEveryReaderServed();
                Fleet.eventually().until(() -> "nobody".equals(fleet().leaseHolder()));
                for (int second = 1; second <= 3; second++) {
                    fleet().advance(SECOND);
                    assertEveryReaderServed();
                }
                assertThat(this.source.loads()).as("window %d", window).isEqualTo(1 + window);
                fleet().advance(SECOND.multipliedBy(2));
            }
            this.source.down(false);
            assertAllServe("second");
            assertThat(this.source.loads()).isEqualTo(1 + WINDOWS + 1);
        }

        @ParameterizedTest
        @EnumSource(names = { "ON", "L1_ONLY", "L2_ONLY" })
        void oldValueIsServedInEveryMode(CacheMode mode) {
            StaleIfErrorIntegrationTests.this.fleet = new Fleet(1, settings().mode(mode));
            assertAllServe("first");
            if (mode != CacheMode.L1_ONLY) {
                fleet().awaitFills(1);
            }
            fleet().advance(TTL);
            this.source.down(true);
            assertAllServe("first");
            assertAllServe("first");
            assertThat(this.source.loads()).isEqualTo(2);
        }

        @Test
        void asynchronousReadersAreServedTheOldValue() {
            startWithExpiredValue(2, settings());
            this.source.down(true);
            for (TieredCache cache : fleet().caches()) {
                assertThat(this.source.retrieve(cache)).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
                assertThat(this.source.retrieve(cache)).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
            }
            assertThat(this.source.loads()).isEqualTo(2);
        }

        @Test
        void valueOlderThanTheMaximumIsNeverServed() {
            startWithExpiredValue(2, settings());
            this.source.down(true);
            fleet().advance(MAXIMUM.minus(SECOND.multipliedBy(2)));
            assertAllServe("first");
            fleet().advance(SECOND.multipliedBy(2));
            assertFailureEverywhere();
            assertThat(this.source.retrieve(fleet().cache(0))).failsWithin(Gate.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(Source.SourceDownException.class);
        }

        @Test
        void valueIsServedByAnInstanceThatCameLater() {
            startWithExpiredValue(1, settings());
            this.source.down(true);
            fleet().instance(0).close();
            assertThat(this.source.read(fleet().join())).isEqualTo("first");
            assertThat(this.source.loads()).isEqualTo(2);
        }

        @Test
        void nullIsServed() {
            this.source.change(null);
            startWithExpiredValue(2, settings());
            this.source.down(true);
            assertAllServe(null);
            assertThat(this.source.loads()).isEqualTo(2);
        }

        @Test
        void withoutTheSettingTheFailureReachesTheCaller() {
            startWithExpiredValue(2, settings().staleIfError(Duration.ZERO));
            this.source.down(true);
            assertFailureEverywhere();
        }

        @Test
        void lookupsAreNeverServedTheOldValue() {
            startWithExpiredValue(2, settings());
            this.source.down(true);
            assertAllServe("first");
            fleet().caches().forEach((cache) -> assertThat(cache.lookup(Fleet.KEY, Source.POLICY)).isNull());
        }

    }

    /**
     * What is invalidated is served no more, be the source down or not.
     */
    @Nested
    class Invalidated {

        private final Source source = StaleIfErrorIntegrationTests.this.source;

        private Fleet fleet() {
            return StaleIfErrorIntegrationTests.this.fleet;
        }

        static Stream<CacheInvalidation> invalidations() {
            return Stream.of(CacheInvalidation.none().key(Fleet.CACHE, Fleet.KEY),
                    CacheInvalidation.none().tags("values"), CacheInvalidation.none().cache(Fleet.CACHE));
        }

        @ParameterizedTest
        @MethodSource("invalidations")
        void evictedValueIsNeverServed(CacheInvalidation invalidation) {
            startWithExpiredValue(3, settings());
            this.source.down(true);
            invalidate(0, invalidation);
            awaitInvalidationsHeard(1);
            assertFailureEverywhere();
            assertFailure(fleet().join());
            assertThat(this.source.retrieve(fleet().cache(0))).failsWithin(Gate.PATIENCE);
        }

        @ParameterizedTest
        @MethodSource("invalidations")
        void valueThatIsServedSinceTheSourceFailsIsNotServedOnceEvicted(CacheInvalidation invalidation) {
            startWithExpiredValue(3, settings());
            this.source.down(true);
            assertAllServe("first");
            invalidate(0, invalidation);
            awaitInvalidationsHeard(1);
            assertFailureEverywhere();
        }

        @ParameterizedTest
        @MethodSource("invalidations")
        void valueEvictedDuringTheFailingLoadIsNotServed(CacheInvalidation invalidation) {
            startWithExpiredValue(2, settings());
            this.source.down(true);
            Gate gate = this.source.stopNextLoad();
            CompletableFuture<@Nullable String> reading = this.source.startRead(fleet().cache(0));
            gate.awaitReached();
            invalidate(1, invalidation);
            awaitInvalidationsHeard(1);
            gate.open();
            assertThat(reading).failsWithin(Gate.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(Source.SourceDownException.class);
        }

        @ParameterizedTest
        @MethodSource("invalidations")
        void expiredValueIsServedUntilItIsEvicted(CacheInvalidation invalidation) {
            startWithOldValue(3, settings());
            this.source.down(true);
            invalidate(0, invalidation.asExpiry());
            awaitInvalidationsHeard(1);
            assertAllServe("first");
            assertThat(this.source.loads()).isEqualTo(2);
            assertThat(this.source.read(fleet().join())).isEqualTo("first");
            invalidate(1, invalidation);
            awaitInvalidationsHeard(1);
            Fleet.eventually().until(() -> fleet().instance(0).bus().applied() >= 2);
            Fleet.eventually().until(() -> fleet().instance(2).bus().applied() >= 2);
            assertFailureEverywhere();
        }

        @ParameterizedTest
        @MethodSource("invalidations")
        void expiredValueIsLoadedAgainWhileTheSourceAnswers(CacheInvalidation invalidation) {
            startWithOldValue(3, settings());
            invalidate(0, invalidation.asExpiry());
            awaitInvalidationsHeard(1);
            assertAllServe("second");
            assertThat(this.source.loads()).isEqualTo(2);
        }

        @ParameterizedTest
        @MethodSource("invalidations")
        void expiryDoesNotBringAnEvictedValueBack(CacheInvalidation invalidation) {
            startWithOldValue(2, settings());
            this.source.down(true);
            invalidate(0, invalidation);
            invalidate(1, invalidation.asExpiry());
            awaitInvalidationsHeard(2);
            assertFailureEverywhere();
        }

    }

    /**
     * The load stands at a gate for as long as the callers are asked what they got.
     */
    @Nested
    class Timeouts {

        private static final Duration TIMEOUT = Duration.ofMillis(50);

        /** Much less than the load takes, and enough for a busy machine. */
        private static final Duration IN_TIME = Duration.ofSeconds(10);

        private final Source source = StaleIfErrorIntegrationTests.this.source;

        private Fleet fleet() {
            return StaleIfErrorIntegrationTests.this.fleet;
        }

        private CompletableFuture<@Nullable String> read(boolean async, TieredCache cache) {
            return async ? this.source.retrieve(cache) : this.source.startRead(cache);
        }

        private void assertOldValueInTime(CompletableFuture<@Nullable String> answer) {
            assertThat(answer).succeedsWithin(IN_TIME).isEqualTo("first");
        }

        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void softTimeoutServesTheOldValueAndKeepsTheNew(boolean async) {
            startWithExpiredValue(2, settings().softTimeout(TIMEOUT));
            Gate gate = this.source.stopNextLoad();
            assertOldValueInTime(read(async, fleet().cache(0)));
            gate.awaitReached();
            assertOldValueInTime(read(async, fleet().cache(0)));
            assertOldValueInTime(read(async, fleet().cache(1)));
            gate.open();
            Fleet.eventually().untilAsserted(() -> assertAllServe("second"));
            assertThat(this.source.loads()).isEqualTo(2);
            assertThat(fleet().count(CacheCounter.STALE_ON_TIMEOUT)).isGreaterThanOrEqualTo(3);
        }

        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void lateResultIsNotStoredAfterAnEviction(boolean async) {
            startWithExpiredValue(2, settings().softTimeout(TIMEOUT));
            Gate gate = this.source.stopNextLoad();
            assertOldValueInTime(read(async, fleet().cache(0)));
            gate.awaitReached();
            this.source.change("third");
            fleet().cache(1).evict(Fleet.KEY);
            awaitInvalidationsHeard(1);
            assertThat(read(async, fleet().cache(0))).succeedsWithin(IN_TIME).isEqualTo("third");
            gate.open();
            Fleet.eventually().until(() -> fleet().count(CacheCounter.REFUSED_FILL) == 1);
            assertAllServe("third");
            assertThat(this.source.loads()).isEqualTo(3);
        }

        /**
         * Neither the caller that began the load nor one that joins it is served what was
         * evicted meanwhile.
         */
        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void valueEvictedDuringTheLoadIsNotServedAtTheTimeout(boolean async) {
            startWithExpiredValue(1, settings().hardTimeout(Duration.ofMillis(500)));
            Gate gate = this.source.stopNextLoad();
            CompletableFuture<@Nullable String> reading = read(async, fleet().cache(0));
            gate.awaitReached();
            fleet().cache(0).evict(Fleet.KEY);
            assertThat(reading).failsWithin(IN_TIME)
                .withThrowableThat()
                .withCauseInstanceOf(LoadTimeoutException.class);
            gate.open();
        }

        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void hardTimeoutFailsInTimeAndKeepsTheLateResult(boolean async) {
            StaleIfErrorIntegrationTests.this.fleet = new Fleet(2, settings().hardTimeout(TIMEOUT));
            Gate gate = this.source.stopNextLoad();
            for (TieredCache cache : fleet().caches()) {
                assertThat(read(async, cache)).failsWithin(IN_TIME)
                    .withThrowableThat()
                    .withCauseInstanceOf(LoadTimeoutException.class);
                gate.awaitReached();
            }
            assertThat(fleet().count(CacheCounter.LOAD_TIMEOUT)).isEqualTo(2);
            gate.open();
            fleet().awaitFills(1);
            assertAllServe("first");
            assertThat(this.source.loads()).isOne();
        }

        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void hardTimeoutServesTheOldValueIfThereIsOne(boolean async) {
            startWithExpiredValue(2, settings().hardTimeout(TIMEOUT));
            Gate gate = this.source.stopNextLoad();
            assertOldValueInTime(read(async, fleet().cache(0)));
            gate.awaitReached();
            assertOldValueInTime(read(async, fleet().cache(1)));
            assertThat(fleet().count(CacheCounter.LOAD_TIMEOUT)).isZero();
            gate.open();
            Fleet.eventually().untilAsserted(() -> assertAllServe("second"));
            assertThat(this.source.loads()).isEqualTo(2);
        }

        @Test
        void slowRedisIsNotWaitedForWhereThereIsACopy() {
            startWithOldValue(1, settings().ttl(MAXIMUM).l1Ttl(TTL).l2SoftTimeout(TIMEOUT));
            fleet().advance(TTL);
            Gate gate = new Gate();
            fleet().instance(0).l2().before(Step.READ, gate::pass);
            assertOldValueInTime(this.source.startRead(fleet().cache(0)));
            gate.awaitReached();
            assertThat(fleet().count(CacheCounter.L2_SOFT_TIMEOUT)).isOne();
            gate.open();
            assertThat(this.source.loads()).isOne();
        }

        @Test
        void slowRedisIsWaitedForWhereTheCopyWasEvicted() {
            startWithOldValue(2, settings().ttl(MAXIMUM).l1Ttl(TTL).l2SoftTimeout(TIMEOUT));
            fleet().advance(TTL);
            fleet().cache(1).evict(Fleet.KEY);
            awaitInvalidationsHeard(1);
            Gate gate = new Gate();
            fleet().instance(0).l2().before(Step.READ, gate::pass);
            CompletableFuture<@Nullable String> reading = this.source.startRead(fleet().cache(0));
            gate.awaitReached();
            assertThat(fleet().count(CacheCounter.L2_SOFT_TIMEOUT)).isZero();
            gate.open();
            assertThat(reading).succeedsWithin(IN_TIME).isEqualTo("second");
        }

    }

}
