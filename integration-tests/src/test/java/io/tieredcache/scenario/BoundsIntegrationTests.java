package io.tieredcache.scenario;

import java.time.Duration;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is bounded in a process, and what happens where the bound is met.
 * {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class BoundsIntegrationTests {

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    private final String namespace = TestInstance.newNamespace();

    @Test
    void copiesAreBoundedByBytes() {
        try (TestInstance instance = TestInstance.builder()
            .cache("texts", new CacheSettingsBuilder().maxBytes(20_000))
            .startLive()) {
            TieredCache cache = instance.cache("texts");
            readTexts(cache, 200);
            Reads.awaitFills(cache, 200);
            await().atMost(Reads.SOON).untilAsserted(() -> {
                long hits = cache.count(CacheCounter.L1_HIT);
                readTexts(cache, 200);
                assertThat(cache.count(CacheCounter.L1_HIT) - hits).isLessThanOrEqualTo(20);
            });
            assertThat(cache.count(CacheCounter.LOAD)).isEqualTo(200);
            String small = Reads.get(cache, "small", TEXT, (context) -> "x");
            assertThat(small).isEqualTo("x");
        }
    }

    @Test
    void copiesAreBoundedByEntries() {
        try (TestInstance instance = TestInstance.builder()
            .cache("texts", new CacheSettingsBuilder().maxEntries(20))
            .startLive()) {
            TieredCache cache = instance.cache("texts");
            readTexts(cache, 200);
            Reads.awaitFills(cache, 200);
            await().atMost(Reads.SOON).untilAsserted(() -> {
                long hits = cache.count(CacheCounter.L1_HIT);
                readTexts(cache, 200);
                assertThat(cache.count(CacheCounter.L1_HIT) - hits).isLessThanOrEqualTo(25);
            });
            assertThat(cache.count(CacheCounter.LOAD)).isEqualTo(200);
        }
    }

    private static void readTexts(TieredCache cache, int count) {
        for (int i = 0; i < count; i++) {
            Reads.get(cache, i, TEXT, (context) -> "x".repeat(1_000));
        }
    }

    @Test
    void copiesWhoseTagLeftTheTableAreReadAgain() {
        try (TestInstance instance = TestInstance.builder().maxTags(10).startLive()) {
            TieredCache cache = instance.cache("texts");
            readTagged(cache, 200);
            Reads.awaitFills(cache, 200);
            await().atMost(Reads.SOON).untilAsserted(() -> {
                long hits = cache.count(CacheCounter.L1_HIT);
                readTagged(cache, 200);
                assertThat(cache.count(CacheCounter.L1_HIT) - hits).isLessThanOrEqualTo(15);
            });
        }
    }

    private static void readTagged(TieredCache cache, int count) {
        for (int i = 0; i < count; i++) {
            Reads.get(cache, i, TEXT.withTags("tag-" + i), (context) -> "x");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 3, 20 })
    void fullTableOfTagsNeverServesStaleValues(int maxTags) {
        long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());
        System.out.println("tiered-cache.test.seed=" + seed);
        Random random = new Random(seed);
        int[] versions = new int[50];
        try (TestInstance a = TestInstance.builder().namespace(this.namespace).maxTags(maxTags).startLive();
                TestInstance b = TestInstance.builder().namespace(this.namespace).maxTags(maxTags).startLive()) {
            for (int step = 0; step < 500 * Integer.getInteger("tiered-cache.test.scale", 1); step++) {
                int i = random.nextInt(versions.length);
                EntryPolicy policy = EntryPolicy.defaults()
                    .withType(Integer.class)
                    .withTags("tag-" + i, "even-" + (i % 2))
                    .withResultTags((value) -> Set.of("result-" + i));
                if (random.nextInt(4) == 0) {
                    versions[i]++;
                    a.invalidator().invalidateTags((random.nextBoolean() ? "tag-" : "result-") + i);
                }
                int current = versions[i];
                Integer read = Reads.get(a.cache("numbers"), i, policy, (context) -> current);
                assertThat(read).as("seed %d, step %d, key %d", seed, step, i).isEqualTo(current);
                Reads.get(b.cache("numbers"), i, policy, (context) -> current);
            }
            int arrived = b.bus().arrived();
            a.invalidator().invalidateTags("last");
            // Counted before they are applied, so one more has to arrive.
            await().atMost(Reads.SOON).until(() -> b.bus().arrived() > arrived);
            a.invalidator().invalidateTags("last");
            await().atMost(Reads.SOON).until(() -> b.bus().arrived() > arrived + 1);
            for (int i = 0; i < versions.length; i++) {
                int current = versions[i];
                EntryPolicy policy = EntryPolicy.defaults().withType(Integer.class);
                Integer read = Reads.get(b.cache("numbers"), i, policy, (context) -> current);
                assertThat(read).as("seed %d, key %d on B", seed, i).isEqualTo(current);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 16 })
    void fewKeyStripesCostMissesOnly(int stripes) {
        try (TestInstance a = TestInstance.builder().namespace(this.namespace).keyStripes(stripes).startLive();
                TestInstance b = TestInstance.builder().namespace(this.namespace).keyStripes(stripes).startLive()) {
            AirportSource source = new AirportSource();
            for (int round = 0; round < 20; round++) {
                for (int key = 0; key < 10; key++) {
                    source.read(a.cache("airports"), key);
                    source.read(b.cache("airports"), key);
                }
                Airport changed = source.change();
                int key = round % 10;
                a.cache("airports").evict(key);
                assertThat(source.read(a.cache("airports"), key)).isEqualTo(changed);
                await().pollInterval(Duration.ofMillis(1))
                    .atMost(Reads.SOON)
                    .untilAsserted(() -> assertThat(source.read(b.cache("airports"), key)).isEqualTo(changed));
            }
        }
    }

    @Test
    void valueLargerThanAnEntryMayBeStaysHere() {
        try (TestInstance instance = TestInstance.builder()
            .cache("texts", new CacheSettingsBuilder().maxEntrySize(1_000))
            .startLive()) {
            TieredCache cache = instance.cache("texts");
            String text = Reads.get(cache, "large", TEXT, (context) -> "x".repeat(2_000));
            assertThat(text).hasSize(2_000);
            assertThat(cache.count(CacheCounter.UNWRITABLE)).isEqualTo(1);
            assertThat(cache.count(CacheCounter.FILL)).isZero();
            assertThat(cache.lookup("large", TEXT)).isNotNull();
            assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
        }
    }

}
