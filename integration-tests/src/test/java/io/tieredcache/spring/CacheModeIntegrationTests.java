package io.tieredcache.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheMode;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The levels in use, changed while the application runs.
 */
class CacheModeIntegrationTests {

    private final AtomicInteger loads = new AtomicInteger();

    private TestInstance here;

    private TestInstance elsewhere;

    private TieredCache cache;

    private TieredCache cacheElsewhere;

    @BeforeEach
    void start() {
        String namespace = TestInstance.newNamespace();
        this.here = TestInstance.builder().namespace(namespace).startLive();
        this.elsewhere = TestInstance.builder().namespace(namespace).startLive();
        this.cache = this.here.cache("cache");
        this.cacheElsewhere = this.elsewhere.cache("cache");
    }

    @AfterEach
    void close() {
        this.here.close();
        this.elsewhere.close();
    }

    @ParameterizedTest
    @EnumSource
    void modeAtStartIsThatOfTheSettings(CacheMode mode) {
        try (TestInstance instance = TestInstance.builder()
            .defaults(new CacheSettingsBuilder().mode(mode))
            .startLive()) {
            assertThat(instance.cache("other").mode()).isEqualTo(mode);
        }
    }

    @Test
    void l2OnlyPassesCopiesOver() {
        load();
        StoredEntries.awaitStored(this.cacheElsewhere, "key");
        this.cache.mode(CacheMode.L2_ONLY);
        long hits = this.cache.count(CacheCounter.L1_HIT);
        assertThat(load()).isEqualTo(1);
        assertThat(this.cache.count(CacheCounter.L1_HIT)).isEqualTo(hits);
        assertThat(this.cache.count(CacheCounter.L2_HIT)).isEqualTo(1);
    }

    @Test
    void l1OnlyStoresNothingInRedis() {
        this.cache.mode(CacheMode.L1_ONLY);
        assertThat(load()).isEqualTo(1);
        assertThat(load()).isEqualTo(1);
        assertThat(this.cacheElsewhere.get("key")).isNull();
    }

    @Test
    void l1OnlyReadsNothingFromRedis() {
        this.cacheElsewhere.put("key", 42);
        this.cache.mode(CacheMode.L1_ONLY);
        assertThat(this.cache.get("key")).isNull();
        assertThat(load()).isEqualTo(1);
    }

    @Test
    void putInL1OnlyLeavesNoOlderValueInRedis() {
        this.cache.put("key", "old");
        this.cache.mode(CacheMode.L1_ONLY);
        this.cache.put("key", "new");
        assertThat(this.cache.get("key", String.class)).isEqualTo("new");
        assertThat(this.cacheElsewhere.get("key")).isNull();
        this.cache.mode(CacheMode.L2_ONLY);
        assertThat(this.cache.get("key")).isNull();
    }

    @Test
    void evictionsFlowWhateverTheMode() {
        for (CacheMode mode : CacheMode.values()) {
            this.cacheElsewhere.put("key", "value");
            this.cache.mode(mode);
            this.cache.evict("key");
            awaitGoneElsewhere("key");
        }
    }

    @Test
    void bypassAsksTheSourceEachTime() throws Exception {
        this.cache.put("key", 42);
        this.cache.mode(CacheMode.BYPASS);
        assertThat(this.cache.get("key")).isNull();
        assertThat(this.cache.get("key", Integer.class)).isNull();
        assertThat(load()).isEqualTo(1);
        assertThat(load()).isEqualTo(2);
        assertThat(CacheContract
            .result(this.cache.retrieve("key", () -> CompletableFuture.completedFuture(this.loads.incrementAndGet()))))
            .isEqualTo(3);
        CompletableFuture<?> found = this.cache.retrieve("key");
        assertThat((found != null) ? CacheContract.result(found) : null).isNull();
    }

    @Test
    void bypassStoresNothing() {
        this.cache.mode(CacheMode.BYPASS);
        load();
        this.cache.put("put", "value");
        assertThat(this.cache.putIfAbsent("absent", "value")).isNull();
        assertThat(this.cacheElsewhere.get("key")).isNull();
        assertThat(this.cacheElsewhere.get("put")).isNull();
        assertThat(this.cacheElsewhere.get("absent")).isNull();
    }

    @Test
    void putInBypassDropsTheOldValueElsewhere() {
        this.cacheElsewhere.put("key", "old");
        this.cache.mode(CacheMode.BYPASS);
        this.cache.put("key", "new");
        awaitGoneElsewhere("key");
    }

    @Test
    void leavingBypassClearsTheCacheEverywhere() {
        this.cache.put("here", "value");
        this.cache.mode(CacheMode.BYPASS);
        this.cacheElsewhere.put("elsewhere", "value");
        this.cache.mode(CacheMode.ON);
        assertThat(this.cache.get("here")).isNull();
        assertThat(this.cache.get("elsewhere")).isNull();
        awaitGoneElsewhere("elsewhere");
    }

    @Test
    void bypassIsNotLeftWhileRedisIsAway() {
        this.cache.mode(CacheMode.BYPASS);
        this.here.l2().failing(true);
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> this.cache.mode(CacheMode.ON));
        assertThat(this.cache.mode()).isEqualTo(CacheMode.BYPASS);
        this.here.l2().failing(false);
        this.cache.mode(CacheMode.ON);
        assertThat(this.cache.mode()).isEqualTo(CacheMode.ON);
    }

    private void awaitGoneElsewhere(String key) {
        await().atMost(Duration.ofSeconds(30)).until(() -> this.cacheElsewhere.get(key) == null);
    }

    private int load() {
        return this.cache.get("key", this.loads::incrementAndGet);
    }

}
