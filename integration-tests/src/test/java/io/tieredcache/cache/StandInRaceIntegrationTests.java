package io.tieredcache.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An older value that may stand in where the load of a new one fails, and is evicted
 * while that load runs: then the failure is the answer. One that was let expire only may
 * still stand in.
 */
class StandInRaceIntegrationTests {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Fleet fleet = fleet(Duration.ofMillis(200));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    private static Fleet fleet(Duration pulseInterval) {
        return new Fleet((builder) -> builder.pulseInterval(pulseInterval)
            .defaults(new CacheSettingsBuilder().staleIfError(Duration.ofMinutes(10)).stalenessBound(BOUND)));
    }

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * Where the older value lies.
     */
    enum Place {

        /** In L2, and in L1 as a copy whose time is over. */
        BOTH_LEVELS,

        /** In L2 alone. */
        L2

    }

    static Stream<Arguments> targetsAndPlaces() {
        return Arrays.stream(Target.values())
            .flatMap((target) -> Arrays.stream(Place.values()).map((place) -> Arguments.of(target, place)));
    }

    private void keepOldFor(Fleet on, TestInstance reader, Place place, EntryPolicy policy) {
        TestInstance loader = (place == Place.BOTH_LEVELS) ? reader : (reader == on.a()) ? on.b() : on.a();
        on.read(loader, policy.withTtl(Duration.ofMillis(1)));
        Fleet.awaitFills(loader, 1);
        Fleet.eventually().until(() -> on.lookup(reader, policy) == null);
    }

    /** Starts a load that is to fail, and returns when it stands in the source. */
    private static CompletableFuture<Integer> startFailing(Fleet on, TestInstance reader, EntryPolicy policy,
            Gate gate) {
        CompletableFuture<Integer> reading = on.start(() -> readFailing(reader, policy, gate));
        gate.awaitReached();
        return reading;
    }

    private static int readFailing(TestInstance reader, EntryPolicy policy, Gate gate) {
        try {
            return reader.cache(Fleet.CACHE).get(Fleet.KEY, policy, (context) -> {
                gate.pass();
                throw new IllegalStateException("no source");
            });
        }
        catch (RuntimeException ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static CacheInvalidation invalidation(Target target, boolean expiring) {
        CacheInvalidation evicting = target.invalidation(Fleet.KEY);
        return expiring ? evicting.asExpiry() : evicting;
    }

    private static void assertFails(CompletableFuture<Integer> reading) {
        assertThat(reading).failsWithin(Fleet.PATIENCE)
            .withThrowableThat()
            .havingRootCause()
            .isInstanceOf(IllegalStateException.class)
            .withMessage("no source");
    }

    /**
     * Nobody who comes later is served it either.
     */
    private static void assertNotServed(TestInstance reader, EntryPolicy policy) {
        Gate open = new Gate();
        open.open();
        assertThat(TestThreads.supply(() -> readFailing(reader, policy, open))).failsWithin(Fleet.PATIENCE);
    }

    private static void assertServed(CompletableFuture<Integer> reading, TestInstance reader) {
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        assertThat(reader.cache(Fleet.CACHE).count(CacheCounter.STALE_ON_ERROR)).isOne();
    }

    @ParameterizedTest
    @MethodSource("targetsAndPlaces")
    void valueEvictedHereIsNotServed(Target target, Place place) {
        keepOldFor(this.fleet, this.a, place, target.policy());
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.a, target.policy(), gate);
        this.a.invalidator().invalidate(invalidation(target, false));
        gate.open();
        assertFails(reading);
        assertNotServed(this.a, target.policy());
    }

    @ParameterizedTest
    @MethodSource("targetsAndPlaces")
    void valueEvictedElsewhereIsNotServed(Target target, Place place) {
        keepOldFor(this.fleet, this.b, place, target.policy());
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.b, target.policy(), gate);
        this.a.invalidator().invalidate(invalidation(target, false));
        Fleet.deliver(this.b, 1);
        gate.open();
        assertFails(reading);
        assertNotServed(this.b, target.policy());
    }

    @ParameterizedTest
    @MethodSource("targetsAndPlaces")
    void valueThatExpiredElsewhereIsServed(Target target, Place place) {
        keepOldFor(this.fleet, this.b, place, target.policy());
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.b, target.policy(), gate);
        this.a.invalidator().invalidate(invalidation(target, true));
        Fleet.deliver(this.b, 1);
        gate.open();
        assertServed(reading, this.b);
    }

    @ParameterizedTest
    @EnumSource
    void valueThatExpiredBeforeTheLoadIsServed(Target target) {
        keepOldFor(this.fleet, this.b, Place.BOTH_LEVELS, target.policy());
        this.a.invalidator().invalidate(invalidation(target, true));
        Fleet.deliver(this.b, 1);
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.b, target.policy(), gate);
        gate.open();
        assertServed(reading, this.b);
    }

    /**
     * The value expires, stands in, and is evicted then.
     */
    @ParameterizedTest
    @EnumSource
    void evictionEndsWhatAnExpiryLeft(Target target) {
        keepOldFor(this.fleet, this.b, Place.BOTH_LEVELS, target.policy());
        this.a.invalidator().invalidate(invalidation(target, true));
        Fleet.deliver(this.b, 1);
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.b, target.policy(), gate);
        gate.open();
        assertServed(reading, this.b);
        this.a.invalidator().invalidate(invalidation(target, false));
        Fleet.deliver(this.b, 2);
        assertNotServed(this.b, target.policy());
    }

    @Test
    void valueIsServedWithoutAnInvalidation() {
        keepOldFor(this.fleet, this.b, Place.BOTH_LEVELS, Fleet.POLICY);
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.b, Fleet.POLICY, gate);
        gate.open();
        assertServed(reading, this.b);
    }

    /**
     * The message is lost, and the next one reveals that while the load runs.
     */
    @ParameterizedTest
    @MethodSource("targetsAndPlaces")
    void valueFromBeforeALostMessageIsNotServed(Target target, Place place) {
        try (Fleet quiet = fleet(Duration.ofHours(1))) {
            keepOldFor(quiet, quiet.b(), place, target.policy());
            Gate gate = new Gate();
            CompletableFuture<Integer> reading = startFailing(quiet, quiet.b(), target.policy(), gate);
            quiet.b().bus().lose(1);
            quiet.a().invalidator().invalidate(invalidation(target, false));
            quiet.a().cache("others").evict("another");
            Fleet.deliver(quiet.b(), 1);
            assertThat(quiet.b().channel().resyncs()).isEqualTo(2);
            gate.open();
            assertFails(reading);
            assertNotServed(quiet.b(), target.policy());
        }
    }

    /**
     * B hears nothing for longer than the bound: it asks Redis again what became of the
     * value while the load ran.
     */
    @ParameterizedTest
    @MethodSource("targetsAndPlaces")
    void deafInstanceDoesNotServeWhatWasEvicted(Target target, Place place) {
        keepOldFor(this.fleet, this.b, place, target.policy());
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.b, target.policy(), gate);
        deafenB();
        this.a.invalidator().invalidate(invalidation(target, false));
        gate.open();
        assertFails(reading);
        assertNotServed(this.b, target.policy());
    }

    @ParameterizedTest
    @EnumSource
    void deafInstanceServesWhatExpired(Target target) {
        keepOldFor(this.fleet, this.b, Place.L2, target.policy());
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.b, target.policy(), gate);
        deafenB();
        this.a.invalidator().invalidate(invalidation(target, true));
        gate.open();
        assertServed(reading, this.b);
    }

    /**
     * Beyond the bound, and Redis does not answer: nobody knows whether the value was
     * evicted.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void deafInstanceServesNothingUnconfirmed(boolean away) {
        keepOldFor(this.fleet, this.b, Place.BOTH_LEVELS, Fleet.POLICY);
        Gate gate = new Gate();
        CompletableFuture<Integer> reading = startFailing(this.fleet, this.b, Fleet.POLICY, gate);
        deafenB();
        this.b.l2().failing(away);
        gate.open();
        if (away) {
            assertFails(reading);
        }
        else {
            assertServed(reading, this.b);
        }
    }

    private void deafenB() {
        this.b.bus().refusing(true);
        this.b.bus().silent(true);
        this.b.ticker().advance(BOUND.plusSeconds(1));
    }

}
