package io.tieredcache.spring;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheMode;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L1Figures;
import io.tieredcache.L1Removal;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.ReadOutcome;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static io.tieredcache.CacheCounter.BYPASS;
import static io.tieredcache.CacheCounter.FILL;
import static io.tieredcache.CacheCounter.INVALIDATION;
import static io.tieredcache.CacheCounter.INVALIDATION_FAILURE;
import static io.tieredcache.CacheCounter.L1_HIT;
import static io.tieredcache.CacheCounter.L2_BYTES_READ;
import static io.tieredcache.CacheCounter.L2_BYTES_WRITTEN;
import static io.tieredcache.CacheCounter.L2_ERROR;
import static io.tieredcache.CacheCounter.L2_HIT;
import static io.tieredcache.CacheCounter.LOAD;
import static io.tieredcache.CacheCounter.LOAD_FAILURE;
import static io.tieredcache.CacheCounter.MISS;
import static io.tieredcache.CacheCounter.NEGATIVE_HIT;
import static io.tieredcache.CacheCounter.PUT;
import static io.tieredcache.CacheCounter.REFUSED_FILL;
import static io.tieredcache.CacheCounter.SOURCE_CALL;
import static io.tieredcache.CacheCounter.UNWRITABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the calls of Spring's interface count. Each test names everything that changed.
 */
class CacheCounterIntegrationTests {

    private TestInstance instance;

    private TieredCache cache;

    @BeforeEach
    void start() {
        this.instance = TestInstance.builder().startLive();
        this.cache = this.instance.cache("cache");
    }

    @AfterEach
    void close() {
        this.instance.close();
    }

    @Test
    void loadCountsAMissALoadAndAFill() {
        this.cache.get("key", () -> "value");
        awaitCounts(Map.of(MISS, 1L, SOURCE_CALL, 1L, LOAD, 1L, FILL, 1L));
    }

    @Test
    void readsCountTheLevelThatAnswers() {
        this.cache.put("key", "value");
        this.cache.get("key");
        this.cache.get("key");
        this.cache.get("absent");
        awaitCounts(Map.of(PUT, 1L, FILL, 1L, L2_HIT, 1L, L1_HIT, 1L, MISS, 1L));
    }

    @Test
    void negativeHitsCountTwice() {
        this.cache.put("key", null);
        this.cache.get("key");
        this.cache.get("key");
        awaitCounts(Map.of(PUT, 1L, FILL, 1L, L2_HIT, 1L, L1_HIT, 1L, NEGATIVE_HIT, 2L));
    }

    @Test
    void failedLoadsAreCounted() {
        assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("key", () -> {
            throw new IOException("no source");
        }));
        var unused = this.cache.retrieve("other", () -> CompletableFuture.failedFuture(new IOException("no source")));
        awaitCounts(Map.of(MISS, 2L, SOURCE_CALL, 2L, LOAD_FAILURE, 2L));
    }

    @Test
    void removalsAreCounted() {
        this.cache.evict("key");
        this.cache.clear();
        this.cache.invalidate();
        awaitCounts(Map.of(INVALIDATION, 3L));
    }

    @Test
    void overtakenFillIsCountedAsRefused() {
        this.cache.get("key", () -> {
            this.cache.evict("key");
            return "old";
        });
        awaitCounts(Map.of(MISS, 1L, SOURCE_CALL, 1L, LOAD, 1L, INVALIDATION, 1L, REFUSED_FILL, 1L));
    }

    @Test
    void valueThatCannotBeStoredIsCounted() {
        this.cache.get("key", () -> new Unlisted("text"));
        awaitCounts(Map.of(MISS, 1L, SOURCE_CALL, 1L, LOAD, 1L, UNWRITABLE, 1L));
    }

    @Test
    void bypassedReadsAreCounted() {
        this.cache.mode(CacheMode.BYPASS);
        this.cache.get("key", () -> "value");
        this.cache.get("key");
        awaitCounts(Map.of(BYPASS, 2L, SOURCE_CALL, 1L));
    }

    @Test
    void errorsOfRedisAreCounted() {
        this.instance.l2().failing(true);
        assertThat(this.cache.get("key", () -> "value")).isEqualTo("value");
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> this.cache.evict("key"));
        awaitCounts(
                Map.of(MISS, 1L, SOURCE_CALL, 1L, LOAD, 1L, L2_ERROR, 1L, INVALIDATION, 1L, INVALIDATION_FAILURE, 1L));
    }

    @Test
    void bytesOfEntriesAreCounted() {
        this.cache.put("key", "x".repeat(1000));
        assertThat(this.cache.count(L2_BYTES_WRITTEN)).isBetween(1000L, 1300L);
        assertThat(this.cache.count(L2_BYTES_READ)).isZero();
        this.cache.get("key");
        assertThat(this.cache.count(L2_BYTES_READ)).isEqualTo(this.cache.count(L2_BYTES_WRITTEN));
    }

    @Test
    void outcomesOfReadsAreDisjoint() {
        this.cache.put("value", "value");
        this.cache.put("nothing", null);
        for (String key : List.of("value", "value", "nothing", "nothing", "absent")) {
            this.cache.get(key);
        }
        this.cache.mode(CacheMode.BYPASS);
        this.cache.get("value");
        Map<ReadOutcome, Long> counted = new EnumMap<>(ReadOutcome.class);
        for (ReadOutcome outcome : ReadOutcome.values()) {
            counted.put(outcome, this.cache.count(outcome));
        }
        assertThat(counted).isEqualTo(Map.of(ReadOutcome.L1_HIT, 1L, ReadOutcome.L1_NEGATIVE, 1L, ReadOutcome.L1_STALE,
                0L, ReadOutcome.L2_HIT, 1L, ReadOutcome.L2_NEGATIVE, 1L, ReadOutcome.L2_STALE, 0L, ReadOutcome.MISS, 1L,
                ReadOutcome.REFUSED, 0L, ReadOutcome.BYPASS, 1L));
    }

    @Test
    void missOfAnInvalidatedEntryIsRefused() {
        EntryPolicy tagged = EntryPolicy.defaults().withTags("tag");
        this.cache.put("key", "value", tagged);
        this.instance.invalidator().invalidate(CacheInvalidation.none().tags("tag"));
        assertThat(this.cache.lookup("key", tagged)).isNull();
        assertThat(this.cache.count(ReadOutcome.REFUSED)).isOne();
        assertThat(this.cache.get("key", () -> "newer")).isEqualTo("newer");
        assertThat(this.cache.count(ReadOutcome.REFUSED)).isEqualTo(2);
        assertThat(this.cache.count(MISS)).isEqualTo(2);
    }

    @Test
    void copiesThatLeaveL1AreCountedByCause() {
        EntryPolicy tagged = EntryPolicy.defaults().withTags("tag");
        L1Figures l1 = this.cache.l1Figures();
        this.cache.get("evicted", () -> "value");
        this.cache.evict("evicted");
        assertThat(l1.removed(L1Removal.INVALIDATED)).isOne();
        this.cache.put("tagged", "value", tagged);
        assertThat(this.cache.lookup("tagged", tagged)).isNotNull();
        this.instance.invalidator().invalidate(CacheInvalidation.none().tags("tag"));
        assertThat(this.cache.lookup("tagged", tagged)).isNull();
        assertThat(l1.removed(L1Removal.REFUSED)).isOne();
        this.cache.get("cleared", () -> "value");
        assertThat(l1.size()).isOne();
        this.cache.clear();
        assertThat(l1.size()).isZero();
        assertThat(l1.removed(L1Removal.CLEARED)).isOne();
        this.cache.get("expired", () -> "value");
        this.instance.ticker().advance(Duration.ofMinutes(6));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            this.cache.get("expired", () -> "value");
            return l1.removed(L1Removal.EXPIRED) == 1;
        });
        assertThat(l1.removed(L1Removal.SIZE)).isZero();
        assertThat(l1.bytes()).isEmpty();
    }

    @Test
    void copiesBeyondTheBoundAreCounted() {
        try (TestInstance small = TestInstance.builder()
            .defaults(new CacheSettingsBuilder().maxBytes(10_000))
            .startLive()) {
            L1Figures l1 = small.cache("small").l1Figures();
            for (int i = 0; i < 20; i++) {
                small.cache("small").get("key-" + i, () -> "x".repeat(1000));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> l1.removed(L1Removal.SIZE) >= 10);
            assertThat(l1.bytes().orElseThrow()).isBetween(1000L, 10_000L);
        }
    }

    private void awaitCounts(Map<CacheCounter, Long> expected) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            Map<CacheCounter, Long> counted = new EnumMap<>(CacheCounter.class);
            for (CacheCounter counter : CacheCounter.values()) {
                if (this.cache.count(counter) > 0 && counter != L2_BYTES_READ && counter != L2_BYTES_WRITTEN) {
                    counted.put(counter, this.cache.count(counter));
                }
            }
            assertThat(counted).isEqualTo(expected);
        });
    }

}
