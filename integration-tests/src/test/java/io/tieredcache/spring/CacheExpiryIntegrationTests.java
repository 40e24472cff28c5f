package io.tieredcache.spring;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheMode;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How long values and negative results are found.
 */
class CacheExpiryIntegrationTests {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final AtomicInteger loads = new AtomicInteger();

    private TestInstance instance;

    @AfterEach
    void close() {
        this.instance.close();
    }

    @Test
    void copyExpiresInThisProcessFirst() {
        TieredCache cache = cache(
                new CacheSettingsBuilder().l1Ttl(Duration.ofMinutes(1)).stalenessBound(Duration.ofMinutes(10)));
        cache.get("key", this.loads::incrementAndGet);
        await().atMost(Duration.ofSeconds(10)).until(() -> cache.count(CacheCounter.FILL) == 1);
        this.instance.ticker().advance(Duration.ofSeconds(50));
        assertThat(cache.get("key", this.loads::incrementAndGet)).isEqualTo(1);
        assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
        this.instance.ticker().advance(Duration.ofSeconds(11));
        assertThat(cache.get("key", this.loads::incrementAndGet)).isEqualTo(1);
        assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
        assertThat(cache.count(CacheCounter.L2_HIT)).isEqualTo(1);
    }

    @Test
    void copyWithoutEntryInRedisExpires() {
        TieredCache cache = cache(new CacheSettingsBuilder().mode(CacheMode.L1_ONLY).l1Ttl(Duration.ofMinutes(1)));
        cache.get("key", this.loads::incrementAndGet);
        this.instance.ticker().advance(Duration.ofSeconds(61));
        assertThat(cache.get("key")).isNull();
        assertThat(cache.get("key", this.loads::incrementAndGet)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BYPASS")
    void entryExpires(CacheMode mode) {
        TieredCache cache = cache(new CacheSettingsBuilder().mode(mode).ttl(SHORT));
        cache.put("key", "value");
        await().atMost(Duration.ofSeconds(10)).until(() -> cache.get("key") == null);
        assertThat(cache.get("key", this.loads::incrementAndGet)).isEqualTo(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> cache.get("key") == null);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BYPASS")
    void negativeResultsHaveATimeOfTheirOwn(CacheMode mode) {
        TieredCache cache = cache(new CacheSettingsBuilder().mode(mode).negativeTtl(SHORT));
        cache.put("null", null);
        cache.put("empty", Optional.empty());
        cache.get("loaded", () -> null);
        cache.put("value", "value");
        await().atMost(Duration.ofSeconds(10))
            .until(() -> cache.get("null") == null && cache.get("empty") == null && cache.get("loaded") == null);
        assertThat(cache.get("value")).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BYPASS")
    void negativeResultsAreNotStoredWhereThatIsOff(CacheMode mode) {
        TieredCache cache = cache(new CacheSettingsBuilder().mode(mode).negativeCaching(false));
        assertNotStored(cache, (key) -> cache.get(key, () -> null));
        assertNotStored(cache, (key) -> cache.get(key, Optional::empty));
        assertNotStored(cache, (key) -> cache.putIfAbsent(key, null));
        assertNotStored(cache, (key) -> {
            cache.put(key, "value");
            cache.put(key, null);
        });
        assertNotStored(cache, (key) -> {
            cache.put(key, "value");
            cache.put(key, Optional.empty());
        });
    }

    private static void assertNotStored(TieredCache cache, Consumer<Object> call) {
        call.accept("key");
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void timeFunctionSeesKeyAndValue() {
        TieredCache cache = cache(new CacheSettingsBuilder().mode(CacheMode.L2_ONLY)
            .ttlFunction((key, value) -> key.equals("short") && "value".equals(value) ? SHORT : null));
        cache.put("short", "value");
        cache.put("long", "value");
        await().atMost(Duration.ofSeconds(10)).until(() -> cache.get("short") == null);
        assertThat(cache.get("long")).isNotNull();
    }

    private TieredCache cache(CacheSettingsBuilder settings) {
        this.instance = TestInstance.builder().cache("cache", settings).startLive();
        return this.instance.cache("cache");
    }

}
