package io.tieredcache.scenario;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.ChannelState;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever lies under the keys of the sequence and of the fences: invalidations work, no
 * stale value is served, and the levels are used again afterwards.
 */
class HostileSequenceIntegrationTests {

    private static final String CACHE = "airports";

    private static final String LIST = "(a list)";

    private final String namespace = TestInstance.newNamespace();

    private final String prefix = "tc:{" + this.namespace + "}:";

    private final AirportSource source = new AirportSource();

    private RawRedis redis;

    private TestInstance a;

    private TestInstance b;

    @BeforeEach
    void start() {
        this.redis = RawRedis.shared();
        this.a = instance();
        this.b = instance();
    }

    @AfterEach
    void stop() {
        this.a.close();
        this.b.close();
        this.redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = { "garbage", "9007199254740991", "0", LIST })
    void foreignSequenceIsOvercome(String content) {
        anythingUnderTheSequenceKeyIsOvercome(content);
    }

    @Tag("drill")
    @ParameterizedTest
    @ValueSource(strings = { "garbage", "", " 5", "0x10", "1.5", "1e9", "-1", "nan", "inf", "1152921504606846976",
            "9007199254740992", "9007199254740991", "4503599627370496", "1", "0", LIST })
    void anythingUnderTheSequenceKeyIsOvercome(String content) {
        fillBoth();
        plant("seq", content);
        assertInvalidationsWork();
        assertThat(this.redis.number(this.prefix + "seq")).isBetween(1L << 40, (1L << 53) - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "garbage", LIST })
    void foreignFenceIsOvercome(String content) {
        anythingUnderAFenceKeyIsOvercome(content);
    }

    @Tag("drill")
    @ParameterizedTest
    @ValueSource(strings = { "garbage", "", " 5", "-1", "inf", "9007199254740992", "5 x", "5 9007199254740992", LIST })
    void anythingUnderAFenceKeyIsOvercome(String content) {
        for (String fence : new String[] { "tag:airports", "cache:airports", "all" }) {
            fillBoth();
            plant(fence, content);
            Airport changed = this.source.change();
            this.a.invalidator().invalidateTags("airports");
            try (TestInstance fresh = instance()) {
                assertThat(this.source.read(fresh.cache(CACHE), "HAM")).as(fence).isEqualTo(changed);
            }
            assertThat(this.source.read(cacheA(), "HAM")).as(fence).isEqualTo(changed);
        }
        this.redis.delete(this.prefix + "tag:airports");
        this.redis.delete(this.prefix + "cache:airports");
        this.redis.delete(this.prefix + "all");
        assertInvalidationsWork();
    }

    @ParameterizedTest
    @ValueSource(strings = { "tag:airports", "cache:airports", "all", "seq" })
    void evictedKeyCostsMissesOnly(String key) {
        fillBoth();
        this.redis.delete(this.prefix + key);
        Airport changed = this.source.change();
        this.a.invalidator().invalidateTags("airports");
        try (TestInstance fresh = instance()) {
            assertThat(this.source.read(fresh.cache(CACHE), "HAM")).isEqualTo(changed);
        }
        assertInvalidationsWork();
    }

    private void plant(String key, String content) {
        this.redis.delete(this.prefix + key);
        if (content.equals(LIST)) {
            this.redis.commands().rpush(RawRedis.bytes(this.prefix + key), RawRedis.bytes("x"));
        }
        else {
            this.redis.set(this.prefix + key, content);
        }
    }

    private void fillBoth() {
        this.source.read(cacheA(), "HAM");
        await().atMost(Reads.SOON).until(() -> cacheB().lookup("HAM", AirportSource.POLICY) != null);
    }

    private void assertInvalidationsWork() {
        for (int round = 0; round < 4; round++) {
            this.source.read(cacheA(), "HAM");
            this.source.read(cacheB(), "HAM");
            Airport changed = this.source.change();
            switch (round) {
                case 0 -> this.a.invalidator().invalidateTags("airports");
                case 1 -> cacheA().evict("HAM");
                case 2 -> cacheA().clear();
                default -> cacheA().put("HAM", changed, AirportSource.POLICY);
            }
            assertThat(this.source.read(cacheA(), "HAM")).as("A, round %d", round).isEqualTo(changed);
            await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(this.source.read(cacheB(), "HAM")).isEqualTo(changed));
        }
        await().atMost(Reads.SOON).until(() -> this.b.channel().state() == ChannelState.LIVE);
        assertLevelsAreUsed();
    }

    private void assertLevelsAreUsed() {
        await().atMost(Reads.SOON).untilAsserted(() -> {
            String key = "key-" + System.nanoTime();
            long l2Hits = cacheB().count(CacheCounter.L2_HIT);
            long l1Hits = cacheB().count(CacheCounter.L1_HIT);
            long fills = cacheA().count(CacheCounter.FILL);
            this.source.read(cacheA(), key);
            Reads.awaitFills(cacheA(), fills + 1);
            this.source.read(cacheB(), key);
            this.source.read(cacheB(), key);
            assertThat(cacheB().count(CacheCounter.L2_HIT)).isEqualTo(l2Hits + 1);
            assertThat(cacheB().count(CacheCounter.L1_HIT)).isEqualTo(l1Hits + 1);
        });
    }

    private TestInstance instance() {
        return TestInstance.builder().namespace(this.namespace).pulseInterval(Duration.ofMillis(50)).startLive();
    }

    private TieredCache cacheA() {
        return this.a.cache(CACHE);
    }

    private TieredCache cacheB() {
        return this.b.cache(CACHE);
    }

}
