package io.tieredcache.scenario;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A copy is gone when its entry expires in Redis, whatever the times and the jitter.
 * {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class ExpiryIntegrationTests {

    private static final String CACHE = "airports";

    /** How far two instances may be apart in what they take for Redis's clock. */
    private static final Duration CLOCKS = Duration.ofMillis(250);

    private static final int ENTRIES = 20 * Integer.getInteger("tiered-cache.test.scale", 1);

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    private final String namespace = TestInstance.newNamespace();

    private final AirportSource source = new AirportSource();

    private TestInstance instance() {
        return TestInstance.builder()
            .namespace(this.namespace)
            .cache(CACHE,
                    new CacheSettingsBuilder().consistency(Consistency.EVENTUAL).jitter(0.5).l1Ttl(Duration.ofDays(2)))
            .startLive();
    }

    @Test
    void copyOfALoadExpiresNoLaterThanItsEntry() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
        try (RawRedis redis = RawRedis.shared(); TestInstance loader = instance()) {
            for (int i = 0; i < ENTRIES; i++) {
                assertCopyIsGoneWithItsEntry(redis, loader, loader, i, CLOCKS);
            }
        }
    }

    @Test
    void copyOfAnEntryThatAnotherLoadedExpiresNoLaterThanIt() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
        try (RawRedis redis = RawRedis.shared(); TestInstance loader = instance(); TestInstance reader = instance()) {
            for (int i = 0; i < ENTRIES; i++) {
                assertCopyIsGoneWithItsEntry(redis, loader, reader, i, CLOCKS);
            }
        }
    }

    private void assertCopyIsGoneWithItsEntry(RawRedis redis, TestInstance loader, TestInstance reader, int i,
            Duration later) {
        Duration ttl = Duration.ofMillis(2_000 + (long) Math.pow(10, this.random.nextDouble() * 8));
        EntryPolicy policy = AirportSource.POLICY.withTtl(ttl);
        this.source.read(loader.cache(CACHE), i, policy);
        Reads.awaitFills(loader.cache(CACHE), i + 1);
        TieredCache cache = reader.cache(CACHE);
        // The channel may join again after the ticker's last jump, and drop copies once.
        await().atMost(Reads.SOON).until(() -> {
            long before = cache.count(CacheCounter.L1_HIT);
            this.source.read(cache, i, policy);
            return cache.count(CacheCounter.L1_HIT) == before + 1;
        });
        long hits = cache.count(CacheCounter.L1_HIT);
        long left = redis.commands().pttl(RawRedis.bytes("tc:" + this.namespace + ":" + CACHE + ":v1:{i:" + i + "}"));
        assertThat(left).isPositive();
        reader.ticker().advance(Duration.ofMillis(left).plus(later));
        cache.lookup(i, policy);
        assertThat(cache.count(CacheCounter.L1_HIT)).as("seed %d, TTL %s", this.seed, ttl).isEqualTo(hits);
    }

    @Test
    void entryIsNeverReadAfterItsTimeEvenIfRedisStillHasIt() {
        try (RawRedis redis = RawRedis.shared(); TestInstance loader = instance(); TestInstance reader = instance()) {
            EntryPolicy policy = AirportSource.POLICY.withTtl(Duration.ofMillis(300));
            this.source.read(loader.cache(CACHE), "HAM", policy);
            Reads.awaitFills(loader.cache(CACHE), 1);
            byte[] key = RawRedis.bytes("tc:" + this.namespace + ":" + CACHE + ":v1:{s:HAM}");
            assertThat(redis.commands().persist(key)).isTrue();
            await().atMost(Reads.SOON).until(() -> reader.cache(CACHE).lookup("HAM", policy) == null);
            assertThat(redis.commands().exists(key)).isEqualTo(1);
        }
    }

}
