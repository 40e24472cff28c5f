package io.tieredcache.scenario;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.ChannelState;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever is published on the channels of a namespace: it is counted and dropped, or
 * costs misses, and the real invalidations go on to arrive.
 * {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class HostileMessageIntegrationTests {

    private static final String CACHE = "airports";

    /** 10,000 in the drills. */
    private static final int MANY = 1_000 * Integer.getInteger("tiered-cache.test.scale", 1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    private final String namespace = TestInstance.newNamespace();

    private final String channel = "tc:" + this.namespace + ":inv";

    private final AirportSource source = new AirportSource();

    private RawRedis redis;

    private TestInstance a;

    private TestInstance b;

    @BeforeEach
    void start() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
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
    @ValueSource(strings = { "", "1 1 2 3 x", "hello", "2 1 2 3 x\n" })
    void foreignMessageIsCountedAndDropped(String message) {
        malformedMessageIsCountedAndDropped(message);
    }

    @Tag("drill")
    @ParameterizedTest
    @ValueSource(strings = { "", " ", "\n", "1", "1 2 3", "1 1 2 3 x", "hello", "{\"number\":1}", "2 1 2 3 x\n",
            "1 -1 2 3 x\n", "1 1 -2 3 x\n", "1 2 1 3 x\n", "1 2 2 3 x\n", "1 1 9007199254740992 3 x\n",
            "1 1 1152921504606846976 3 x\n", "1 1 99999999999999999999999999999999 3 x\n", "1 1 2 3 x\nF999:tag",
            "1 1 2 3 x\nF-5:tag", "1 1 2 3 x\nF2147483647:tag", "1 1 2 3 x\nK16:nothexnothexnoth", "1 1 2 3 x\nQ1:x" })
    void malformedMessageIsCountedAndDropped(String message) {
        long resyncs = this.b.channel().resyncs();
        this.redis.publish(this.channel, RawRedis.bytes(message));
        awaitMalformed(1);
        assertInvalidationsArrive();
        assertThat(this.b.channel().resyncs()).isEqualTo(resyncs);
    }

    @Test
    void manyBrokenMessagesDoNotStopTheRealOnes() {
        byte[] valid = RawRedis
            .bytes("1 %d %d 3 x\nF12:tag:airportsK16:0123456789abcdef".formatted(1L << 51, 1L << 52));
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            byte[] message = (i % 2 == 0) ? new byte[this.random.nextInt(200)] : valid.clone();
            if (i % 2 == 0) {
                this.random.nextBytes(message);
            }
            else {
                message[0] = (byte) this.random.nextInt('0');
                message[this.random.nextInt(message.length - 1) + 1] = (byte) this.random.nextInt();
            }
            messages.add(message);
        }
        this.redis.publishAll(this.channel, messages);
        awaitMalformed(MANY);
        assertInvalidationsArrive();
    }

    @Test
    void megabyteOfGarbageIsDropped() {
        byte[] garbage = new byte[1024 * 1024];
        this.random.nextBytes(garbage);
        this.redis.publish(this.channel, garbage);
        this.redis.publish(this.channel, RawRedis.bytes("1 1 2 3 " + "x".repeat(1024 * 1024)));
        this.redis.publish(this.channel, RawRedis.bytes("1 1 2 3 x\n" + "F0:".repeat(300_000) + "F"));
        awaitMalformed(3);
        assertInvalidationsArrive();
    }

    @Test
    void brokenPulsesAreDropped() {
        List<String> channels = this.redis.commands()
            .pubsubChannels(RawRedis.bytes(this.channel + ":*"))
            .stream()
            .map((own) -> new String(own, StandardCharsets.UTF_8))
            .toList();
        assertThat(channels).hasSize(2);
        for (String own : channels) {
            for (String pulse : List.of("", "1", "1 x y", "2 1 1", "1 -1 5", "1 1 9007199254740992", "1 1 1 1")) {
                this.redis.publish(own, RawRedis.bytes(pulse));
            }
            byte[] garbage = new byte[100_000];
            this.random.nextBytes(garbage);
            this.redis.publish(own, garbage);
        }
        awaitMalformed(8);
        assertInvalidationsArrive();
    }

    @Test
    void forgedPulsesCostResyncsAtMost() {
        for (byte[] own : this.redis.commands().pubsubChannels(RawRedis.bytes(this.channel + ":*"))) {
            for (int id = 0; id < 200; id++) {
                this.redis.commands().publish(own, RawRedis.bytes("1 %d %d".formatted(id, (1L << 53) - 1)));
                this.redis.commands().publish(own, RawRedis.bytes("1 %d 0".formatted(id)));
            }
        }
        assertInvalidationsArrive();
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 1L << 40, 1L << 52, (1L << 53) - 1 })
    void forgedNumberCannotOutliveRealInvalidations(long number) {
        long resyncs = this.b.channel().resyncs();
        this.redis.publish(this.channel,
                RawRedis.bytes("1 0 %d 3 x\nF12:tag:airportsF3:allK16:0123456789abcdef".formatted(number)));
        assertInvalidationsArrive();
        assertThat(this.b.channel().malformed()).isZero();
        assertThat(this.b.channel().resyncs() - resyncs).isLessThan(10);
        // Copies and entries are used again.
        this.source.read(cacheA(), "after");
        Reads.awaitFills(cacheA(), 1);
        long hits = cacheB().count(CacheCounter.L1_HIT);
        await().atMost(Reads.SOON).untilAsserted(() -> {
            this.source.read(cacheB(), "after");
            assertThat(cacheB().count(CacheCounter.L1_HIT)).isGreaterThan(hits + 1);
        });
    }

    @Test
    void valueLoadedUnderAForgedNumberIsStillInvalidated() {
        try (TestInstance deaf = TestInstance.builder()
            .namespace(this.namespace)
            .pulseInterval(Duration.ofHours(1))
            .startLive()) {
            this.redis.publish(this.channel, RawRedis.bytes("1 0 %d 3 x\n".formatted((1L << 53) - 1)));
            await().atMost(Reads.SOON).until(() -> deaf.channel().resyncs() > 1);
            this.source.read(deaf.cache(CACHE), "HAM");
            Reads.awaitFills(deaf.cache(CACHE), 1);
            Airport changed = this.source.change();
            this.a.invalidator().invalidateTags("airports");
            assertThat(this.source.read(cacheA(), "HAM")).isEqualTo(changed);
            await().atMost(Reads.SOON)
                .untilAsserted(() -> assertThat(this.source.read(cacheB(), "HAM")).isEqualTo(changed));
        }
    }

    @Test
    void messageOfUnknownTargetsIsNoError() {
        long number = this.redis.number("tc:{" + this.namespace + "}:seq");
        this.redis.publish(this.channel, RawRedis
            .bytes("1 %d %d 3 x\nF13:cache:unknownF8:whateverK16:ffffffffffffffff".formatted(number, number + 1)));
        assertInvalidationsArrive();
        assertThat(this.b.channel().malformed()).isZero();
    }

    private void awaitMalformed(long count) {
        await().atMost(PATIENCE).until(() -> this.b.channel().malformed() >= count);
        assertThat(this.b.channel().malformed()).isEqualTo(count);
    }

    private void assertInvalidationsArrive() {
        for (int round = 0; round < 3; round++) {
            this.source.read(cacheA(), "HAM");
            this.source.read(cacheB(), "HAM");
            Airport changed = this.source.change();
            if (round % 2 == 0) {
                this.a.invalidator().invalidateTags("airports");
            }
            else {
                cacheA().evict("HAM");
            }
            assertThat(this.source.read(cacheA(), "HAM")).isEqualTo(changed);
            await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(this.source.read(cacheB(), "HAM")).isEqualTo(changed));
        }
        await().atMost(Reads.SOON).until(() -> this.b.channel().state() == ChannelState.LIVE);
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
