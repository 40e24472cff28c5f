package io.tieredcache.scenario;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Redis has no memory left: it evicts what it likes, or refuses to write.
 * {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class FullRedisIntegrationTests {

    private static final String FILLER = "x".repeat(2_000);

    private final String namespace = TestInstance.newNamespace();

    @Test
    void redisThatEvictsAnythingCostsMissesOnly() {
        long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());
        System.out.println("tiered-cache.test.seed=" + seed);
        Random random = new Random(seed);
        try (RedisServerProcess server = RedisServerProcess.onFreePort("--maxmemory", "3mb", "--maxmemory-policy",
                "allkeys-random"); TestInstance a = instance(server); TestInstance b = instance(server)) {
            int[] versions = new int[2_000];
            for (int step = 0; step < 4_000; step++) {
                int key = (step < versions.length) ? step : random.nextInt(versions.length);
                EntryPolicy policy = EntryPolicy.defaults().withType(String.class).withTags("group-" + key % 50);
                if (random.nextInt(4) == 0) {
                    versions[key]++;
                    if (random.nextBoolean()) {
                        a.cache("texts").evict(key);
                    }
                    else {
                        a.invalidator().invalidateTags("group-" + key % 50);
                    }
                }
                String current = versions[key] + FILLER;
                String read = Reads.get(a.cache("texts"), key, policy, (context) -> current);
                assertThat(version(read)).as("seed %d, step %d, key %d", seed, step, key).isEqualTo(versions[key]);
                Reads.get(b.cache("texts"), key, policy, (context) -> current);
            }
            try (RawRedis redis = new RawRedis(server.uri())) {
                assertThat(redis.commands().info("stats")).doesNotContain("evicted_keys:0\r");
            }
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                for (int key = 0; key < versions.length; key++) {
                    EntryPolicy policy = EntryPolicy.defaults().withType(String.class).withTags("group-" + key % 50);
                    String current = versions[key] + FILLER;
                    String read = Reads.get(b.cache("texts"), key, policy, (context) -> current);
                    assertThat(version(read)).as("seed %d, key %d on B", seed, key).isEqualTo(versions[key]);
                }
            });
        }
    }

    private static int version(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf('x')));
    }

    @Test
    void redisThatRefusesToWriteIsReadAroundAndWritersAreTold() {
        try (RedisServerProcess server = RedisServerProcess.onFreePort();
                TestInstance instance = instance(server);
                RawRedis redis = new RawRedis(server.uri())) {
            AirportSource source = new AirportSource();
            TieredCache cache = instance.cache("airports");
            source.read(cache, "HAM");
            Reads.awaitFills(cache, 1);
            redis.commands().configSet("maxmemory", "1");
            Airport changed = source.change();
            assertThatExceptionOfType(L2UnavailableException.class)
                .isThrownBy(() -> instance.invalidator().invalidateTags("airports"))
                .withMessageContaining("OOM");
            assertThatExceptionOfType(L2UnavailableException.class)
                .isThrownBy(() -> cache.put("AMS", changed, AirportSource.POLICY));
            assertThat(source.read(cache, "BRE")).isEqualTo(changed);
            assertThat(cache.count(CacheCounter.L2_ERROR)).isPositive();
            redis.commands().configSet("maxmemory", "0");
            instance.invalidator().invalidateTags("airports");
            assertThat(source.read(cache, "HAM")).isEqualTo(changed);
        }
    }

    private TestInstance instance(RedisServerProcess server) {
        return TestInstance.builder()
            .redis(server.host(), server.port())
            .namespace(this.namespace)
            .pulseInterval(Duration.ofMillis(50))
            .startLive();
    }

}
