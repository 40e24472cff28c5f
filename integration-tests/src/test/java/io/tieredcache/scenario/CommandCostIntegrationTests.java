package io.tieredcache.scenario;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.key.KeyText;
import io.tieredcache.store.EntryKey;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * What reads, fills and invalidations cost in commands of Redis, by its own count. The
 * calls that scripts make count like those of clients. No pulses are sent meanwhile.
 */
class CommandCostIntegrationTests {

    private static final int MANY = 10_000 * Integer.getInteger("tiered-cache.test.scale", 1);

    private static final String CACHE = "airports";

    private final String namespace = TestInstance.newNamespace();

    private final AirportSource source = new AirportSource();

    private RedisServerProcess server;

    private RawRedis redis;

    private TestInstance a;

    private TestInstance b;

    @BeforeEach
    void start() {
        this.server = RedisServerProcess.onFreePort();
        this.redis = new RawRedis(this.server.uri());
        this.a = instance();
        this.b = instance();
        warmUp();
    }

    @AfterEach
    void stop() {
        this.a.close();
        this.b.close();
        this.redis.close();
        this.server.close();
    }

    private TestInstance instance() {
        return TestInstance.builder()
            .redis(this.server.host(), this.server.port())
            .namespace(this.namespace)
            .pulseInterval(Duration.ofHours(1))
            .defaults(new CacheSettingsBuilder().stalenessBound(Duration.ofHours(1)).maxEntries(1_000_000))
            .startLive();
    }

    /** Loads all scripts and makes the fences known on both instances. */
    private void warmUp() {
        this.source.read(cacheA(), "warm");
        Reads.awaitFills(cacheA(), 1);
        this.source.read(cacheB(), "warm");
        cacheA().evict("unknown");
        await().atMost(Reads.SOON).until(() -> this.b.bus().arrived() == 1);
        assertThat(cacheB().count(CacheCounter.L2_HIT)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void invalidationCostsTheSameForOneEntryAndAHundredThousand(Target target) {
        plant(1);
        Map<String, Long> one = measure(() -> this.a.invalidator().invalidate(target.invalidation()));
        assertPlantedIsGone(0);
        plant(MANY);
        assertPlantedIsThere(MANY - 1);
        int arrived = this.b.bus().arrived();
        Map<String, Long> many = measure(() -> this.a.invalidator().invalidate(target.invalidation()));
        report("invalidate a " + target + " of 100,000 entries", many);
        assertThat(many).isEqualTo(one)
            .containsOnly(entry("evalsha", 1L), entry("time", 1L), entry("mget", 1L), entry("set", 2L),
                    entry("publish", 1L));
        await().atMost(Reads.SOON).until(() -> this.b.bus().arrived() == arrived + 1);
        IntStream.iterate(1, (i) -> i < MANY, (i) -> i + MANY / 50).forEach(this::assertPlantedIsGone);
    }

    @Test
    void thousandTargetsAreOneUnlinkOneScriptAndOneMessage() {
        List<String> keys = IntStream.range(0, 500).mapToObj((i) -> "key-" + i).toList();
        List<String> tags = IntStream.range(0, 500).mapToObj((i) -> "tag-" + i).toList();
        this.source.read(cacheA(), "key-499");
        this.source.read(cacheA(), "tagged", AirportSource.POLICY.withTags("tag-499"));
        Reads.awaitFills(cacheA(), 3);
        this.source.read(cacheB(), "key-499");
        this.source.read(cacheB(), "tagged", AirportSource.POLICY.withTags("tag-499"));
        int arrived = this.b.bus().arrived();
        Map<String, Long> calls = measure(
                () -> this.a.invalidator().invalidate(CacheInvalidation.none().keys(CACHE, keys).tags(tags)));
        report("invalidate 500 keys and 500 tags", calls);
        assertThat(calls).containsOnly(entry("unlink", 1L), entry("evalsha", 1L), entry("time", 1L), entry("mget", 1L),
                entry("set", 501L), entry("publish", 1L));
        await().atMost(Reads.SOON).until(() -> this.b.bus().arrived() > arrived);
        Airport changed = this.source.change();
        await().atMost(Reads.SOON)
            .untilAsserted(() -> assertThat(this.source.read(cacheB(), "key-499")).isEqualTo(changed));
        assertThat(this.source.read(cacheB(), "tagged", AirportSource.POLICY.withTags("tag-499"))).isEqualTo(changed);
        assertThat(this.b.bus().arrived()).isEqualTo(arrived + 1);
    }

    @Test
    void tenThousandTagsAreOneScriptAndOneMessage() {
        List<String> tags = IntStream.range(0, 10_000).mapToObj((i) -> "tag-" + i).toList();
        this.source.read(cacheA(), "tagged", AirportSource.POLICY.withTags("tag-9999"));
        Reads.awaitFills(cacheA(), 2);
        int arrived = this.b.bus().arrived();
        Map<String, Long> calls = measure(() -> this.a.invalidator().invalidate(CacheInvalidation.none().tags(tags)));
        report("invalidate 10,000 tags", calls);
        assertThat(calls).containsOnly(entry("evalsha", 1L), entry("time", 1L), entry("mget", 1L),
                entry("set", 10_001L), entry("publish", 1L));
        await().atMost(Reads.SOON).until(() -> this.b.bus().arrived() == arrived + 1);
        Airport changed = this.source.change();
        assertThat(this.source.read(cacheB(), "tagged", AirportSource.POLICY.withTags("tag-9999"))).isEqualTo(changed);
    }

    @Test
    void l1HitAsksNobody() {
        long hits = cacheA().count(CacheCounter.L1_HIT);
        Map<String, Long> calls = measure(() -> {
            for (int i = 0; i < 1_000; i++) {
                this.source.read(cacheA(), "warm");
            }
        });
        report("1,000 L1 hits", calls);
        assertThat(calls).isEmpty();
        assertThat(cacheA().count(CacheCounter.L1_HIT)).isEqualTo(hits + 1_000);
    }

    @Test
    void l2HitIsOneCommand() {
        this.source.read(cacheA(), "other");
        Reads.awaitFills(cacheA(), 2);
        Map<String, Long> calls = measure(() -> this.source.read(cacheB(), "other"));
        report("L2 hit", calls);
        assertThat(calls).containsOnly(entry("getrange", 1L));
        assertThat(cacheB().count(CacheCounter.L2_HIT)).isEqualTo(2);
    }

    @Test
    void l2HitWithAnUnknownTagIsOneMoreScript() {
        EntryPolicy policy = AirportSource.POLICY.withTags("rare");
        this.source.read(cacheA(), "other", policy);
        Reads.awaitFills(cacheA(), 2);
        Map<String, Long> calls = measure(() -> this.source.read(cacheB(), "other", policy));
        report("L2 hit with an unknown tag", calls);
        assertThat(calls).containsOnly(entry("getrange", 1L), entry("evalsha", 1L), entry("time", 1L),
                entry("mget", 4L));
    }

    @Test
    void missIsOneReadOneLeaseAndOneStore() {
        Map<String, Long> before = measure(() -> Reads.get(cacheA(), "new", AirportSource.POLICY, (context) -> {
            assertThat(this.redis.calls()).containsEntry("getrange", 1L)
                .containsEntry("evalsha", 1L)
                .containsEntry("set", 1L);
            return this.source.load(context);
        }), 2);
        report("miss with its fill", before);
        // Lease and store are one SET each; the fences of namespace, cache and tag are
        // read and looked after by one script, the lease by the other.
        assertThat(before).containsOnly(entry("getrange", 1L), entry("evalsha", 2L), entry("set", 2L),
                entry("unlink", 1L), entry("time", 1L), entry("mget", 5L), entry("pttl", 3L));
    }

    @Test
    void tenThousandFillsSendNoMessage() {
        int arrived = this.b.bus().arrived();
        int loads = this.source.loads();
        Map<String, Long> calls = measure(() -> {
            for (int i = 0; i < 10_000; i++) {
                this.source.read(cacheA(), i);
            }
        }, 10_001);
        report("10,000 misses with their fills", calls);
        assertThat(this.source.loads()).isEqualTo(loads + 10_000);
        assertThat(calls).doesNotContainKeys("publish", "spublish", "keys", "scan")
            .containsEntry("getrange", 10_000L)
            .containsEntry("evalsha", 20_000L);
        assertThat(this.b.bus().arrived()).isEqualTo(arrived);
    }

    @Test
    void evictionIsOneUnlinkAndOneScript() {
        Map<String, Long> calls = measure(() -> cacheA().evict("warm"));
        report("evict a key", calls);
        assertThat(calls).containsOnly(entry("unlink", 1L), entry("evalsha", 1L), entry("time", 1L), entry("mget", 1L),
                entry("set", 1L), entry("publish", 1L));
    }

    @Test
    void putIsOneLeaseOneStoreAndOneMessage() {
        Map<String, Long> calls = measure(() -> cacheA().put("warm", this.source.current(), AirportSource.POLICY));
        report("put", calls);
        assertThat(calls).containsEntry("publish", 1L)
            .containsEntry("set", 3L)
            .doesNotContainKeys("keys", "scan", "getrange");
        assertThat(calls.getOrDefault("eval", 0L) + calls.getOrDefault("evalsha", 0L)).isEqualTo(3);
    }

    private Map<String, Long> measure(Runnable action) {
        return measure(action, 0);
    }

    private Map<String, Long> measure(Runnable action, long fills) {
        this.redis.resetStatistics();
        action.run();
        Reads.awaitFills(cacheA(), fills);
        return this.redis.calls();
    }

    private static void report(String what, Map<String, Long> calls) {
        System.out.println("Commands: " + what + ": " + calls);
    }

    /** Entries as A would have stored them now, written in one go. */
    private void plant(int count) {
        cacheA().evict("model");
        long fills = cacheA().count(CacheCounter.FILL);
        this.source.read(cacheA(), "model");
        Reads.awaitFills(cacheA(), fills + 1);
        byte[] model = Objects.requireNonNull(this.redis.get("tc:" + key("model").name()));
        Map<String, byte[]> entries = new HashMap<>();
        for (int i = 0; i < count; i++) {
            EntryKey key = key(i);
            entries.put("tc:" + key.name(), EntryBytes.of(model).key(key).write());
        }
        this.redis.setAll(entries);
    }

    private EntryKey key(Object key) {
        return new EntryKey(this.namespace + ":" + CACHE + ":v1:{" + KeyText.of(key) + "}");
    }

    private void assertPlantedIsThere(int i) {
        assertThat(cacheB().lookup(i, AirportSource.POLICY)).as("entry %d", i).isNotNull();
    }

    private void assertPlantedIsGone(int i) {
        assertThat(this.redis.exists("tc:" + key(i).name())).isTrue();
        assertThat(cacheB().lookup(i, AirportSource.POLICY)).as("entry %d on B", i).isNull();
        assertThat(cacheA().lookup(i, AirportSource.POLICY)).as("entry %d on A", i).isNull();
    }

    private TieredCache cacheA() {
        return this.a.cache(CACHE);
    }

    private TieredCache cacheB() {
        return this.b.cache(CACHE);
    }

    enum Target {

        TAG, CACHE, NAMESPACE;

        CacheInvalidation invalidation() {
            return switch (this) {
                case TAG -> CacheInvalidation.none().tags("airports");
                case CACHE -> CacheInvalidation.none().cache("airports");
                case NAMESPACE -> CacheInvalidation.none().wholeNamespace();
            };
        }

    }

}
