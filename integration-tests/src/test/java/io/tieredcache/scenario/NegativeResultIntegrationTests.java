package io.tieredcache.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A result of {@code null}, or an empty Optional, is a result.
 */
class NegativeResultIntegrationTests {

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    private final String namespace = TestInstance.newNamespace();

    private final TestInstance a = instance();

    private final TestInstance b = instance();

    private final AtomicInteger loads = new AtomicInteger();

    private TestInstance instance() {
        return TestInstance.builder()
            .namespace(this.namespace)
            .defaults(
                    new CacheSettingsBuilder().negativeTtl(Duration.ofSeconds(30)).stalenessBound(Duration.ofHours(1)))
            .cache("positive", new CacheSettingsBuilder().negativeCaching(false))
            .startLive();
    }

    @AfterEach
    void stop() {
        this.a.close();
        this.b.close();
    }

    @Test
    void nullIsKeptInBothLevelsAndGivenAsNull() {
        TieredCache cache = this.a.cache("names");
        assertThat(read(cache, null)).isNull();
        Reads.awaitFills(cache, 1);
        assertThat(read(cache, "late")).isNull();
        assertThat(read(this.b.cache("names"), "late")).isNull();
        assertThat(read(this.b.cache("names"), "late")).isNull();
        assertThat(this.loads).hasValue(1);
        assertThat(cache.count(CacheCounter.NEGATIVE_HIT)).isEqualTo(1);
        assertThat(this.b.cache("names").count(CacheCounter.NEGATIVE_HIT)).isEqualTo(2);
    }

    @Test
    void springSeesAWrapperOfNullAndNoMarkerObject() {
        TieredCache cache = this.a.cache("names");
        cache.put("HAM", null);
        for (TestInstance instance : new TestInstance[] { this.a, this.b, this.a }) {
            Cache.ValueWrapper wrapper = instance.cache("names").get("HAM");
            assertThat(wrapper).isNotNull();
            assertThat(wrapper.get()).isNull();
            assertThat(instance.cache("names").get("HAM", String.class)).isNull();
            assertThat(instance.cache("names").get("HAM", () -> "late")).isNull();
        }
        assertThat(cache.putIfAbsent("HAM", "late")).isNotNull();
        assertThat(cache.get("AMS")).isNull();
    }

    @Test
    void nullLivesAsLongAsNegativeResultsDo() {
        TieredCache cache = this.a.cache("names");
        read(cache, null);
        Reads.awaitFills(cache, 1);
        try (RawRedis redis = RawRedis.shared()) {
            long left = redis.commands().pttl(RawRedis.bytes("tc:" + this.namespace + ":names:v1:{s:HAM}"));
            assertThat(left).isBetween(20_000L, 30_000L);
        }
        this.a.ticker().advance(Duration.ofSeconds(29));
        read(cache, "late");
        assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
        this.a.ticker().advance(Duration.ofSeconds(2));
        read(cache, "late");
        assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
    }

    @Test
    void emptyOptionalComesBackAsOne() {
        EntryPolicy policy = EntryPolicy.defaults().withType(String.class);
        TieredCache cache = this.a.cache("names");
        Optional<String> empty = Reads.get(cache, "HAM", policy, (context) -> Optional.empty());
        assertThat(empty).isEmpty();
        Reads.awaitFills(cache, 1);
        Optional<String> found = Reads.get(this.b.cache("names"), "HAM", policy, (context) -> Optional.of("late"));
        assertThat(found).isEmpty();
        Optional<String> full = Reads.get(cache, "AMS", policy, (context) -> Optional.of("Amsterdam"));
        assertThat(full).contains("Amsterdam");
        Reads.awaitFills(cache, 2);
        full = Reads.get(this.b.cache("names"), "AMS", policy, (context) -> Optional.of("late"));
        assertThat(full).contains("Amsterdam");
    }

    @Test
    void cacheWithoutNegativeResultsLoadsAgain() {
        TieredCache cache = this.a.cache("positive");
        assertThat(read(cache, null)).isNull();
        assertThat(read(cache, "late")).isEqualTo("late");
        assertThat(this.loads).hasValue(2);
        cache.put("HAM", null, TEXT);
        assertThat(cache.lookup("HAM", TEXT)).isNull();
    }

    private @Nullable String read(TieredCache cache, @Nullable String value) {
        return Reads.get(cache, "HAM", TEXT, (context) -> {
            this.loads.incrementAndGet();
            return value;
        });
    }

}
