package io.tieredcache.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.PendingInvalidation;
import io.tieredcache.PendingPut;
import io.tieredcache.TieredCache;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What two instances do on any Redis, with keys of all hash slots.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TopologyContract {

    private static final List<String> KEYS = IntStream.range(0, 30).mapToObj((i) -> "k" + i).toList();

    private static final String CACHE = TopologyInstance.CACHE;

    private static final String STRONG = TopologyInstance.STRONG;

    private final String namespace = io.tieredcache.testing.TestInstance.newNamespace();

    private final WrittenVisits written = new WrittenVisits();

    private TopologyInstance here;

    private TopologyInstance there;

    /**
     * Starts Redis.
     * @return properties that say where it is
     */
    abstract List<String> startRedis();

    abstract void stopRedis();

    /**
     * How often Redis answered with an error, by the error's first word.
     */
    abstract Map<String, Long> errors();

    @BeforeAll
    void start() {
        List<String> redis = startRedis();
        this.here = TopologyInstance.start(this.namespace, redis, this.written).awaitLive();
        this.there = TopologyInstance.start(this.namespace, redis, this.written).awaitLive();
    }

    @AfterAll
    void stop() {
        try {
            assertThat(errors()).doesNotContainKeys("CROSSSLOT", "NOPERM");
        }
        finally {
            Stream.of(this.here, this.there).filter(Objects::nonNull).forEach(TopologyInstance::close);
            stopRedis();
        }
    }

    /**
     * Whether a key is where entries are.
     */
    boolean exists(String key) {
        return Boolean.TRUE.equals(this.here.bean(StringRedisTemplate.class).hasKey(key));
    }

    String namespace() {
        return this.namespace;
    }

    String sequence() {
        return "tc:{" + this.namespace + "}:seq";
    }

    TopologyInstance here() {
        return this.here;
    }

    TopologyInstance there() {
        return this.there;
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private static List<String> keys(String prefix) {
        return KEYS.stream().map((key) -> prefix + key).toList();
    }

    /**
     * Fills both levels of both instances. A load may be refused, since the end of a hold
     * before it may arrive in another Redis a little later; it is made again then.
     */
    private void fill(String cache, List<String> keys, int value, String... tags) {
        keys.forEach((key) -> assertThat(this.here.read(cache, key, () -> value, tags)).isEqualTo(value));
        soon().untilAsserted(() -> keys.forEach((key) -> {
            assertThat(this.here.read(cache, key, () -> value, tags)).as(key).isEqualTo(value);
            assertThat(this.there.find(cache, key, tags)).as(key).isEqualTo(value);
            assertThat(this.here.find(cache, key, tags)).as(key).isEqualTo(value);
        }));
    }

    private void assertGone(List<String> keys, String... tags) {
        keys.forEach((key) -> assertThat(this.here.find(CACHE, key, tags)).as(key).isNull());
        soon()
            .untilAsserted(() -> keys.forEach((key) -> assertThat(this.there.find(CACHE, key, tags)).as(key).isNull()));
    }

    @Test
    void readsAreServedByBothLevels() {
        long fromL2 = this.there.cache(CACHE).count(CacheCounter.L2_HIT);
        fill(CACHE, keys("both"), 1);
        assertThat(this.there.cache(CACHE).count(CacheCounter.L2_HIT)).isGreaterThanOrEqualTo(fromL2 + KEYS.size());
        long fromL1 = this.there.cache(CACHE).count(CacheCounter.L1_HIT);
        fill(CACHE, keys("both"), 1);
        assertThat(this.there.cache(CACHE).count(CacheCounter.L1_HIT)).isGreaterThanOrEqualTo(fromL1 + KEYS.size());
    }

    @Test
    void evictionOfOneKeyReachesBoth() {
        List<String> keys = keys("one");
        fill(CACHE, keys, 1);
        this.here.cache(CACHE).evict(keys.get(0));
        assertGone(keys.subList(0, 1));
        assertThat(this.there.find(CACHE, keys.get(1))).isEqualTo(1);
    }

    @Test
    void evictionOfManyKeysIsOneMessage() {
        List<String> keys = keys("many");
        fill(CACHE, keys, 1);
        this.here.invalidator().invalidate(CacheInvalidation.none().keys(CACHE, keys));
        assertGone(keys);
    }

    @Test
    void expiryOfManyKeysReachesBoth() {
        List<String> keys = keys("expired");
        fill(CACHE, keys, 1);
        this.here.invalidator().invalidate(CacheInvalidation.none().keys(CACHE, keys).asExpiry());
        assertGone(keys);
    }

    @Test
    void tagReachesEntriesOfAllSlots() {
        List<String> keys = keys("tagged");
        fill(CACHE, keys, 1, "t", "u");
        this.there.invalidator().invalidateTags("t");
        keys.forEach((key) -> assertThat(this.there.find(CACHE, key, "t", "u")).isNull());
        soon().untilAsserted(() -> assertThat(this.here.find(CACHE, keys.get(0), "t", "u")).isNull());
    }

    @Test
    void cacheAndNamespaceAreCleared() {
        List<String> keys = keys("cleared");
        fill(CACHE, keys, 1);
        this.here.cache(CACHE).clear();
        assertGone(keys);
        fill(CACHE, keys, 2);
        this.here.invalidator().invalidate(CacheInvalidation.none().wholeNamespace());
        assertGone(keys);
    }

    @Test
    void manyTargetsOfAllKindsInOneCall() {
        List<String> keys = keys("mixed");
        fill(CACHE, keys, 1, "m1");
        fill(STRONG, keys, 1, "m2");
        this.here.invalidator()
            .invalidate(CacheInvalidation.none().keys(CACHE, keys).tags("m1", "m2").cache("others").keys(STRONG, keys));
        assertGone(keys, "m1");
        keys.forEach((key) -> assertThat(this.there.find(STRONG, key, "m2")).isNull());
    }

    @Test
    void olderVersionIsNotPut() {
        for (String key : keys("version")) {
            this.here.cache(CACHE).put(key, 2, TopologyInstance.policy().withVersion(2));
            this.there.cache(CACHE).put(key, 1, TopologyInstance.policy().withVersion(1));
            assertThat(this.here.read(CACHE, key, () -> 3)).isEqualTo(2);
            soon().untilAsserted(() -> assertThat(this.there.find(CACHE, key)).isEqualTo(2));
        }
    }

    @Test
    void putWhoseLeaseWasTakenEvicts() {
        for (String key : keys("put")) {
            PendingPut put = this.here.cache(CACHE).beginPut(key, TopologyInstance.policy());
            this.there.cache(CACHE).evict(key);
            put.complete(1);
            assertThat(this.here.read(CACHE, key, () -> 2)).isEqualTo(2);
        }
    }

    @Test
    void bothInstancesShareOneLoad() {
        for (String key : keys("shared").subList(0, 6)) {
            AtomicInteger loads = new AtomicInteger();
            CompletableFuture<Integer> mayReturn = new CompletableFuture<>();
            CompletableFuture<Integer> first = TestThreads.supply(() -> this.here.read(CACHE, key, () -> {
                loads.incrementAndGet();
                return mayReturn.join();
            }));
            soon().until(() -> loads.get() == 1);
            long shared = this.there.cache(CACHE).count(CacheCounter.SHARED_FLEET_LOAD);
            CompletableFuture<Integer> second = TestThreads
                .supply(() -> this.there.read(CACHE, key, loads::incrementAndGet));
            soon().until(() -> exists("tc:" + this.namespace + ":" + CACHE + ":v1:{s:" + key + "}:w"));
            mayReturn.complete(7);
            assertThat(first.join()).isEqualTo(7);
            assertThat(second.join()).isEqualTo(7);
            assertThat(loads).hasValue(1);
            assertThat(this.there.cache(CACHE).count(CacheCounter.SHARED_FLEET_LOAD)).isEqualTo(shared + 1);
        }
    }

    @Test
    void heldStrongEntriesAreNotStored() {
        List<String> keys = keys("held");
        fill(STRONG, keys, 1, "shelf");
        PendingInvalidation write = this.here.invalidator()
            .begin(CacheInvalidation.none().keys(STRONG, keys.subList(0, 20)).tags("shelf"));
        keys.forEach((key) -> assertThat(this.there.read(STRONG, key, () -> 2, "shelf")).isEqualTo(2));
        keys.forEach((key) -> assertThat(this.there.read(STRONG, key, () -> 3, "shelf")).isEqualTo(3));
        write.complete();
        fill(STRONG, keys, 4, "shelf");
    }

    @Test
    void batchOfAllSlotsIsLoadedOnce() throws Throwable {
        List<String> keys = keys("batch");
        List<String> asked = new ArrayList<>();
        Map<String, Integer> expected = new LinkedHashMap<>();
        keys.forEach((key) -> expected.put(key, key.length()));
        assertThat(this.here.cache(CACHE).<String, Integer>getAll(keys, TopologyInstance.policy(), (missing) -> {
            asked.addAll(missing);
            Map<String, Integer> loaded = new LinkedHashMap<>();
            missing.forEach((key) -> loaded.put(key, key.length()));
            return loaded;
        })).isEqualTo(expected);
        assertThat(asked).containsExactlyInAnyOrderElementsOf(keys);
        soon().untilAsserted(
                () -> keys.forEach((key) -> assertThat(this.there.find(CACHE, key)).isEqualTo(key.length())));
        assertThat(this.there.cache(CACHE).<String, Integer>getAll(keys, TopologyInstance.policy(), (missing) -> {
            throw new IllegalStateException("loads " + missing);
        })).isEqualTo(expected);
    }

    @Test
    void transactionInvalidatesAfterItsCommit() {
        List<String> keys = keys("committed");
        fill(CACHE, keys, 1);
        new TransactionTemplate(this.here.bean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
            this.here.invalidator().invalidate(CacheInvalidation.none().keys(CACHE, keys));
            keys.forEach((key) -> assertThat(this.there.find(CACHE, key)).isEqualTo(1));
        });
        assertGone(keys);
    }

    @Test
    void queuedValuesAreWritten() {
        WriteBehindQueue queue = this.here.bean(WriteBehindQueues.class).find(TopologyInstance.QUEUED);
        assertThat(queue).isNotNull();
        for (String key : keys("queued")) {
            queue.write(key, "v" + key, TopologyInstance.policy().withType(String.class));
        }
        EntryPolicy text = TopologyInstance.policy().withType(String.class);
        soon().untilAsserted(() -> assertThat(this.there.cache(TopologyInstance.QUEUED).lookup("queuedk0", text))
            .extracting(TieredCache.CachedValue::value)
            .isEqualTo("vqueuedk0"));
        soon().untilAsserted(
                () -> keys("queued").forEach((key) -> assertThat(this.written.row(key)).isEqualTo("v" + key)));
        soon().until(() -> queue.state().depth() == 0);
        assertThat(queue.state().deadLetters()).isZero();
    }

    @Test
    void outsideEventIsApplied() {
        List<String> keys = keys("event");
        fill(CACHE, keys, 1, "outside");
        this.there.bean(StringRedisTemplate.class)
            .opsForStream()
            .add("tc:{" + this.namespace + "}:events",
                    Map.of("event", "{\"version\":1,\"id\":\"e\",\"tags\":[\"outside\"]}"));
        soon().untilAsserted(() -> keys.forEach((key) -> {
            assertThat(this.here.find(CACHE, key, "outside")).isNull();
            assertThat(this.there.find(CACHE, key, "outside")).isNull();
        }));
    }

    @Test
    void otherClassStopsTheStart() {
        assertThatExceptionOfType(RuntimeException.class)
            .isThrownBy(() -> TopologyInstance.start(this.namespace, startedAt(), this.written,
                    "tiered-cache.caches.stock.consistency=bounded"))
            .extracting(NestedExceptionUtils::getRootCause)
            .isInstanceOf(InvalidTieredCacheConfigurationException.class);
    }

    /**
     * Properties that say where Redis is.
     */
    abstract List<String> startedAt();

}
