package io.tieredcache.scenario;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.ChannelState;
import io.tieredcache.Consistency;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Redis is down, paused, comes late or comes back empty.
 */
class RedisAwayIntegrationTests {

    private static final String CACHE = "airports";

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** A wait in Redis's favour that is not the cache's: threads, garbage collection. */
    private static final Duration SLACK = Duration.ofMillis(400);

    private final String namespace = TestInstance.newNamespace();

    private final AirportSource source = new AirportSource();

    private final RedisServerProcess server = RedisServerProcess.onFreePort();

    @AfterEach
    void stop() {
        this.server.close();
    }

    private TestInstance.Builder builder() {
        return TestInstance.builder()
            .redis(this.server.host(), this.server.port())
            .namespace(this.namespace)
            .timeout(TIMEOUT)
            .pulseInterval(Duration.ofMillis(100));
    }

    @Test
    void readsAreServedFromL1WithinTheBoundAndFromTheSourceAfterIt() {
        try (TestInstance instance = builder().startLive()) {
            Airport first = this.source.read(instance.cache(CACHE), "HAM");
            Reads.awaitFills(instance.cache(CACHE), 1);
            this.server.kill();
            this.source.change();
            assertThat(this.source.read(instance.cache(CACHE), "HAM")).isEqualTo(first);
            assertThat(instance.cache(CACHE).count(CacheCounter.L1_HIT)).isEqualTo(1);
            instance.ticker().advance(Duration.ofSeconds(6));
            assertThat(this.source.read(instance.cache(CACHE), "HAM")).isEqualTo(this.source.current());
            assertThat(this.source.read(instance.cache(CACHE), "other")).isEqualTo(this.source.current());
            assertThat(instance.cache(CACHE).count(CacheCounter.L2_ERROR)).isPositive();
        }
    }

    @Test
    void eventualCacheIsServedFromL1ThroughTheOutage() {
        try (TestInstance instance = builder().cache(CACHE, eventual()).startLive()) {
            Airport first = this.source.read(instance.cache(CACHE), "HAM");
            Reads.awaitFills(instance.cache(CACHE), 1);
            this.server.kill();
            this.source.change();
            instance.ticker().advance(Duration.ofMinutes(4));
            assertThat(this.source.read(instance.cache(CACHE), "HAM")).isEqualTo(first);
            instance.ticker().advance(Duration.ofMinutes(2));
            assertThat(this.source.read(instance.cache(CACHE), "HAM")).isEqualTo(this.source.current());
        }
    }

    @Test
    void instanceStartsAndServesWithoutRedis() {
        this.server.kill();
        try (TestInstance instance = builder().start()) {
            assertThat(this.source.read(instance.cache(CACHE), "HAM")).isEqualTo(this.source.current());
            Airport changed = this.source.change();
            assertThat(this.source.read(instance.cache(CACHE), "HAM")).isEqualTo(changed);
            assertThat(instance.channel().state()).isEqualTo(ChannelState.CONNECTING);
        }
    }

    @Test
    void invalidationWhileDownThrowsAndLeavesNoCopyHere() {
        try (TestInstance instance = builder().cache(CACHE, eventual()).startLive()) {
            TieredCache cache = instance.cache(CACHE);
            for (CacheInvalidation invalidation : new CacheInvalidation[] { CacheInvalidation.none().key(CACHE, "HAM"),
                    CacheInvalidation.none().tags("airports"), CacheInvalidation.none().cache(CACHE),
                    CacheInvalidation.none().wholeNamespace() }) {
                this.server.start();
                await().atMost(Reads.SOON).untilAsserted(() -> {
                    long fills = cache.count(CacheCounter.FILL);
                    cache.evict("HAM");
                    this.source.read(cache, "HAM");
                    await().atMost(Duration.ofSeconds(1)).until(() -> cache.count(CacheCounter.FILL) > fills);
                });
                instance.awaitLive();
                this.server.kill();
                Airport changed = this.source.change();
                assertThatExceptionOfType(L2UnavailableException.class).as("%s", invalidation)
                    .isThrownBy(() -> instance.invalidator().invalidate(invalidation));
                assertThat(this.source.read(cache, "HAM")).as("%s", invalidation).isEqualTo(changed);
            }
            assertThat(cache.count(CacheCounter.INVALIDATION_FAILURE)).isPositive();
        }
    }

    @Test
    void putWhileDownThrowsAndLeavesNoCopyHere() {
        try (TestInstance instance = builder().cache(CACHE, eventual()).startLive()) {
            TieredCache cache = instance.cache(CACHE);
            this.source.read(cache, "HAM");
            Reads.awaitFills(cache, 1);
            var pending = cache.beginPut("HAM", AirportSource.POLICY);
            this.server.kill();
            Airport changed = this.source.change();
            assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> pending.complete(changed));
            assertThat(this.source.read(cache, "HAM")).isEqualTo(changed);
        }
    }

    @Test
    void worksAgainAfterTheReturn() {
        try (TestInstance a = builder().startLive(); TestInstance b = builder().startLive()) {
            this.source.read(a.cache(CACHE), "HAM");
            this.source.read(b.cache(CACHE), "HAM");
            this.server.kill();
            await().atMost(Reads.SOON).until(() -> a.channel().state() != ChannelState.LIVE);
            await().atMost(Reads.SOON).until(() -> b.channel().state() != ChannelState.LIVE);
            this.server.start();
            a.awaitLive();
            b.awaitLive();
            Airport changed = this.source.change();
            await().atMost(Reads.SOON)
                .ignoreException(L2UnavailableException.class)
                .untilAsserted(() -> a.cache(CACHE).evict("HAM"));
            assertThat(this.source.read(a.cache(CACHE), "HAM")).isEqualTo(changed);
            await().atMost(Reads.SOON)
                .untilAsserted(() -> assertThat(this.source.read(b.cache(CACHE), "HAM")).isEqualTo(changed));
        }
    }

    @Test
    void redisThatComesLaterIsJoinedByItselfAndWhatWasKeptBeforeIsDropped() {
        this.server.kill();
        try (TestInstance late = builder().cache(CACHE, eventual()).start()) {
            TieredCache cache = late.cache(CACHE);
            Airport first = this.source.read(cache, "HAM");
            assertThat(this.source.read(cache, "HAM")).isEqualTo(first);
            assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
            this.server.start();
            try (TestInstance other = builder().startLive()) {
                // Nobody who was there could tell the late one of this.
                Airport changed = this.source.change();
                other.invalidator().invalidateTags("airports");
                late.awaitLive();
                assertThat(this.source.read(cache, "HAM")).isEqualTo(changed);
                long hits = cache.count(CacheCounter.L1_HIT);
                assertThat(this.source.read(cache, "HAM")).isEqualTo(changed);
                assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(hits + 1);
                Airport again = this.source.change();
                other.cache(CACHE).evict("HAM");
                await().atMost(Reads.SOON)
                    .untilAsserted(() -> assertThat(this.source.read(cache, "HAM")).isEqualTo(again));
            }
        }
    }

    @Test
    void readersWaitNoLongerThanTheTimeoutForAPausedRedis() {
        try (TestInstance instance = builder().startLive()) {
            TieredCache cache = instance.cache(CACHE);
            this.source.read(cache, "warm");
            Reads.awaitFills(cache, 1);
            this.server.pause();
            assertThat(timed(() -> assertThat(this.source.read(cache, "HAM")).isEqualTo(this.source.current())))
                .isBetween(TIMEOUT.minusMillis(50), TIMEOUT.plus(SLACK));
            assertThat(timed(() -> assertThat(cache.lookup("AMS", AirportSource.POLICY)).isNull()))
                .isLessThan(TIMEOUT.plus(SLACK));
            assertThat(timed(
                    () -> assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> cache.evict("HAM"))))
                .isLessThan(TIMEOUT.plus(SLACK));
            this.server.resume();
            instance.awaitLive();
            Airport changed = this.source.change();
            await().atMost(Reads.SOON)
                .ignoreException(L2UnavailableException.class)
                .untilAsserted(() -> cache.evict("HAM"));
            assertThat(this.source.read(cache, "HAM")).isEqualTo(changed);
        }
    }

    @Test
    void evictionThatAPausedRedisAppliesLaterLeavesNothingStale() {
        try (TestInstance a = builder().startLive(); TestInstance b = builder().startLive()) {
            this.source.read(a.cache(CACHE), "HAM");
            Reads.awaitFills(a.cache(CACHE), 1);
            this.source.read(b.cache(CACHE), "HAM");
            this.server.pause();
            Airport changed = this.source.change();
            assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> a.cache(CACHE).evict("HAM"));
            this.server.resume();
            await().atMost(Reads.SOON)
                .untilAsserted(() -> assertThat(this.source.read(b.cache(CACHE), "HAM")).isEqualTo(changed));
            assertThat(this.source.read(a.cache(CACHE), "HAM")).isEqualTo(changed);
        }
    }

    @Test
    void waitingForAPausedRedisIsSharedByTheCallersOfAKey() {
        try (TestInstance instance = builder().startLive()) {
            TieredCache cache = instance.cache(CACHE);
            this.source.read(cache, "warm");
            Reads.awaitFills(cache, 1);
            this.server.pause();
            int loads = this.source.loads();
            assertThat(timed(() -> CompletableFuture
                .allOf(Callers.start(32, () -> this.source.read(cache, "HAM")).toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .join())).isLessThan(TIMEOUT.multipliedBy(2).plus(SLACK));
            assertThat(this.source.loads() - loads).isBetween(1, 2);
        }
    }

    @Test
    void redisThatComesBackEmptyLeavesNothingStaleAndItsSequenceGoesUp() {
        try (TestInstance a = builder().startLive(); TestInstance b = builder().startLive()) {
            this.source.read(a.cache(CACHE), "HAM");
            Reads.awaitFills(a.cache(CACHE), 1);
            this.source.read(b.cache(CACHE), "HAM");
            a.cache(CACHE).evict("other");
            long before = sequence();
            long resyncs = b.channel().resyncs();
            this.server.kill();
            Airport changed = this.source.change();
            this.server.start();
            await().atMost(Reads.SOON)
                .ignoreException(L2UnavailableException.class)
                .untilAsserted(() -> a.invalidator().invalidateTags("airports"));
            assertThat(this.source.read(a.cache(CACHE), "HAM")).isEqualTo(changed);
            await().atMost(Reads.SOON)
                .untilAsserted(() -> assertThat(this.source.read(b.cache(CACHE), "HAM")).isEqualTo(changed));
            await().atMost(Reads.SOON).until(() -> b.channel().resyncs() > resyncs);
            a.awaitLive();
            b.awaitLive();
            assertThat(sequence()).isGreaterThan(before);
            this.source.read(b.cache(CACHE), "HAM");
            long hits = b.cache(CACHE).count(CacheCounter.L1_HIT);
            assertThat(this.source.read(b.cache(CACHE), "HAM")).isEqualTo(changed);
            assertThat(b.cache(CACHE).count(CacheCounter.L1_HIT)).isEqualTo(hits + 1);
        }
    }

    private long sequence() {
        try (RawRedis redis = new RawRedis(this.server.uri())) {
            return redis.number("tc:{" + this.namespace + "}:seq");
        }
    }

    private static Duration timed(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static CacheSettingsBuilder eventual() {
        return new CacheSettingsBuilder().consistency(Consistency.EVENTUAL);
    }

}
