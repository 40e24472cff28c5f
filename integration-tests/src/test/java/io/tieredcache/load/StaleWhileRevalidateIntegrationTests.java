package io.tieredcache.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheMode;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that are served after their time to live while they are loaded again.
 */
class StaleWhileRevalidateIntegrationTests {

    private static final int INSTANCES = 3;

    private static final Duration TTL = Duration.ofSeconds(10);

    private static final Duration WINDOW = Duration.ofMinutes(10);

    private static final Duration THROTTLE = Duration.ofSeconds(30);

    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final Source source = new Source();

    private Fleet fleet = new Fleet(0, settings());

    private static CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED)
            .ttl(TTL)
            .negativeTtl(TTL)
            .staleWhileRevalidate(WINDOW)
            .throttle(THROTTLE);
    }

    @AfterEach
    void stop() {
        this.fleet.close();
    }

    /**
     * Every instance but the last has a copy, and the source has changed.
     */
    private void startWithOldValue(CacheSettingsBuilder settings) {
        this.fleet = new Fleet(INSTANCES, settings);
        this.source.read(this.fleet.cache(0));
        this.fleet.awaitFills(1);
        for (int i = 0; i < INSTANCES - 1; i++) {
            assertThat(this.source.read(this.fleet.cache(i))).isEqualTo("first");
        }
        this.source.change("second");
    }

    private void assertAllServe(@Nullable String value) {
        assertThat(this.fleet.caches()).extracting(this.source::read).containsOnly(value);
    }

    /**
     * Looks again until all serve a value: who did not load it asks for it now and then.
     */
    private void awaitAllServe(@Nullable String value) {
        Fleet.eventually().untilAsserted(() -> assertAllServe(value));
    }

    /**
     * No reader waits for the load, which cannot end while they read.
     */
    @ParameterizedTest
    @EnumSource(names = { "ON", "L2_ONLY" })
    void readersOfTheFleetAreServedTheOldValueWhileOneLoadRuns(CacheMode mode) {
        startWithOldValue(settings().mode(mode));
        this.fleet.advance(TTL);
        Gate gate = this.source.stopNextLoad();
        int reads = (mode == CacheMode.ON) ? 2_000 : 200;
        this.fleet.callAll(2, (cache) -> {
            for (int i = 0; i < reads; i++) {
                assertThat(this.source.read(cache)).isEqualTo("first");
            }
            return reads;
        }).forEach((answer) -> assertThat(answer).succeedsWithin(Gate.PATIENCE));
        gate.awaitReached();
        assertAllServe("first");
        assertThat(this.source.loads()).isEqualTo(2);
        gate.open();
        awaitAllServe("second");
        assertThat(this.source.loads()).isEqualTo(2);
        assertThat(this.fleet.count(CacheCounter.REFRESH)).isOne();
        this.fleet.awaitNoLeases();
    }

    @Test
    void asynchronousReadersAreServedTheOldValueWhileOneLoadRuns() {
        startWithOldValue(settings());
        this.fleet.advance(TTL);
        Gate gate = this.source.stopNextLoad();
        for (int i = 0; i < 200; i++) {
            for (TieredCache cache : this.fleet.caches()) {
                assertThat(this.source.retrieve(cache)).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
            }
        }
        gate.awaitReached();
        assertThat(this.source.loads()).isEqualTo(2);
        gate.open();
        awaitAllServe("second");
        assertThat(this.source.loads()).isEqualTo(2);
    }

    @Test
    void nullIsServedWhileItIsLoadedAgain() {
        this.source.change(null);
        this.fleet = new Fleet(1, settings());
        assertAllServe(null);
        this.fleet.awaitFills(1);
        this.source.change("second");
        this.fleet.advance(TTL);
        Gate gate = this.source.stopNextLoad();
        assertAllServe(null);
        gate.awaitReached();
        assertAllServe(null);
        gate.open();
        awaitAllServe("second");
        assertThat(this.source.loads()).isEqualTo(2);
    }

    @Test
    void withoutAFleetEachInstanceRefreshesOnce() {
        startWithOldValue(settings().singleFlight(SingleFlight.LOCAL));
        this.fleet.advance(TTL);
        awaitAllServe("second");
        assertThat(this.source.loads()).isBetween(2, 1 + INSTANCES);
    }

    @ParameterizedTest
    @EnumSource
    void failingRefreshIsThrottled(SingleFlight singleFlight) {
        startWithOldValue(settings().singleFlight(singleFlight));
        int perWindow = (singleFlight == SingleFlight.DISTRIBUTED) ? 1 : INSTANCES;
        this.source.down(true);
        this.fleet.advance(TTL);
        for (int window = 1; window <= 4; window++) {
            int expected = 1 + window * perWindow;
            assertAllServe("first");
            Fleet.eventually().until(() -> this.fleet.count(CacheCounter.LOAD_FAILURE) == expected - 1);
            awaitLeasesAreClosedOrFree(singleFlight);
            for (Duration left = THROTTLE; left.compareTo(MOMENT) > 0; left = left.minus(MOMENT)) {
                assertAllServe("first");
                this.fleet.advance(MOMENT);
            }
            assertAllServe("first");
            assertThat(this.source.loads()).as("window %d", window).isEqualTo(expected);
            this.fleet.advance(MOMENT);
        }
    }

    private void awaitLeasesAreClosedOrFree(SingleFlight singleFlight) {
        if (singleFlight == SingleFlight.DISTRIBUTED) {
            Fleet.eventually().until(() -> "nobody".equals(this.fleet.leaseHolder()));
        }
    }

    @Test
    void sourceThatRecoversIsAskedAfterTheThrottleTime() {
        startWithOldValue(settings());
        this.source.down(true);
        this.fleet.advance(TTL);
        assertAllServe("first");
        Fleet.eventually().until(() -> "nobody".equals(this.fleet.leaseHolder()));
        this.source.down(false);
        assertAllServe("first");
        this.fleet.advance(THROTTLE);
        awaitAllServe("second");
        assertThat(this.source.loads()).isEqualTo(3);
    }

    @Test
    void lookupsAreNeverServedStale() {
        startWithOldValue(settings());
        assertThat(this.fleet.cache(0).get(Fleet.KEY)).isNotNull();
        this.fleet.advance(TTL);
        for (TieredCache cache : this.fleet.caches()) {
            assertThat(cache.get(Fleet.KEY)).isNull();
            assertThat(cache.get(Fleet.KEY, String.class)).isNull();
            assertThat(cache.lookup(Fleet.KEY, Source.POLICY)).isNull();
            assertThat(cache.retrieve(Fleet.KEY)).isNotNull().satisfies((answer) -> assertThat(answer.join()).isNull());
        }
        assertThat(this.source.loads()).isOne();
    }

    @Test
    void hardExpiryEndsTheServing() {
        startWithOldValue(settings());
        this.fleet.advance(TTL.plus(WINDOW));
        assertAllServe("second");
        assertThat(this.source.loads()).isEqualTo(2);
    }

    @Test
    void readersAtHardExpiryWaitForTheRefreshUnderWay() {
        startWithOldValue(settings().leaseTime(Duration.ofHours(1)));
        this.fleet.advance(TTL);
        Gate gate = this.source.stopNextLoad();
        assertThat(this.source.read(this.fleet.cache(0))).isEqualTo("first");
        gate.awaitReached();
        this.fleet.advance(WINDOW.minus(Duration.ofSeconds(1)));
        assertAllServe("first");
        this.fleet.advance(Duration.ofSeconds(1));
        CompletableFuture<@Nullable String> here = this.source.startRead(this.fleet.cache(0));
        CompletableFuture<@Nullable String> elsewhere = this.source.startRead(this.fleet.cache(2));
        gate.open();
        assertThat(here).succeedsWithin(Gate.PATIENCE).isEqualTo("second");
        assertThat(elsewhere).succeedsWithin(Gate.PATIENCE).isEqualTo("second");
        assertThat(this.source.loads()).isEqualTo(2);
    }

    /**
     * Even an invalidation that lets values expire only ends it.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void invalidatedValueIsNotServedWhileItIsLoadedAgain(boolean expiring) {
        startWithOldValue(settings());
        this.fleet.advance(TTL);
        CacheInvalidation eviction = CacheInvalidation.none().key(Fleet.CACHE, Fleet.KEY);
        this.fleet.instance(0).invalidator().invalidate(expiring ? eviction.asExpiry() : eviction);
        Fleet.eventually().until(() -> this.fleet.instance(1).bus().applied() > 0);
        Fleet.eventually().until(() -> this.fleet.instance(2).bus().applied() > 0);
        assertAllServe("second");
    }

    @Test
    void refreshThatAnEvictionComesAcrossIsNotStored() {
        startWithOldValue(settings());
        this.fleet.advance(TTL);
        Gate gate = this.source.stopNextLoad();
        assertThat(this.source.read(this.fleet.cache(0))).isEqualTo("first");
        gate.awaitReached();
        this.source.change("third");
        this.fleet.cache(1).evict(Fleet.KEY);
        Fleet.eventually().until(() -> this.fleet.instance(0).bus().applied() > 0);
        Fleet.eventually().until(() -> this.fleet.instance(2).bus().applied() > 0);
        assertAllServe("third");
        gate.open();
        Fleet.eventually().until(() -> this.fleet.count(CacheCounter.REFUSED_FILL) == 1);
        assertAllServe("third");
        assertThat(this.source.loads()).isEqualTo(3);
    }

}
