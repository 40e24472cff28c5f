package io.tieredcache.scenario;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.store.EntryKey;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever lies under an entry's key in Redis: it is a counted miss, the source is asked,
 * and the fill overwrites it. {@code -Dtiered-cache.test.seed=…} replays a run.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileEntryIntegrationTests {

    private static final String CACHE = "airports";

    /** 10,000 in the drills. */
    private static final int MANY = 1_000 * Integer.getInteger("tiered-cache.test.scale", 1);

    private static final String SECRET_KEY = "secret-key";

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    private final String namespace = TestInstance.newNamespace();

    private final AirportSource source = new AirportSource();

    private RawRedis redis;

    private TestInstance writer;

    private TestInstance reader;

    @BeforeEach
    void start() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
        this.redis = RawRedis.shared();
        this.writer = TestInstance.builder().namespace(this.namespace).startLive();
        this.reader = TestInstance.builder().namespace(this.namespace).startLive();
    }

    @AfterEach
    void stop() {
        this.writer.close();
        this.reader.close();
        this.redis.close();
    }

    static Stream<Named<UnaryOperator<EntryBytes>>> wrongEntries() {
        return Stream.of(entry("wrong magic", (entry) -> entry.magic("XX")),
                entry("older version", (entry) -> entry.version(0)),
                entry("newer version", (entry) -> entry.version(2)),
                entry("65,535 tags said, one there", (entry) -> entry.tagCount(65_535)),
                entry("no tag said, one there", (entry) -> entry.tagCount(0)),
                entry("65,535 tags", (entry) -> entry.tags(manyTags(65_535))),
                entry("65,535 times the same tag", (entry) -> entry.tags(Collections.nCopies(65_535, "airports"))),
                entry("largest stamp", (entry) -> entry.stamp(Long.MAX_VALUE)),
                entry("negative stamp", (entry) -> entry.stamp(-1)),
                entry("expiry at the end of time", (entry) -> entry.expiresAt(Long.MAX_VALUE)),
                entry("other serializer", (entry) -> entry.serializer("smile")),
                entry("unknown serializer", (entry) -> entry.serializer("java")),
                entry("no serializer", (entry) -> entry.serializer("")), entry("no type", (entry) -> entry.type("")),
                entry("type of another class", (entry) -> entry.type("java.lang.String")),
                entry("forbidden type", (entry) -> entry.type("javax.script.ScriptEngineManager")),
                entry("generic type without end", (entry) -> entry.type("java.util.List<".repeat(1000))),
                entry("no payload", (entry) -> entry.payload(new byte[0])),
                entry("short payload", (entry) -> entry.payload(Arrays.copyOf(entry.payload(), 7))),
                entry("other structure of the class", (entry) -> {
                    byte[] payload = entry.payload();
                    payload[0] ^= 1;
                    return entry.payload(payload);
                }), entry("payload nested without end", (entry) -> {
                    byte[] payload = Arrays.copyOf(entry.payload(), 100_000);
                    Arrays.fill(payload, 8, payload.length, (byte) '[');
                    return entry.payload(payload);
                }));
    }

    @ParameterizedTest
    @MethodSource("wrongEntries")
    void wrongEntryIsACountedMissAndOverwritten(UnaryOperator<EntryBytes> change) {
        this.redis.set(redisKey("HAM"), change.apply(stored("HAM")).write());
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.UNREADABLE_ENTRY);
    }

    @Test
    void expiredEntryIsAMissAndOverwritten() {
        EntryBytes entry = stored("HAM");
        for (long expiry : new long[] { 0, -1, Long.MIN_VALUE, System.currentTimeMillis() - 60_000 }) {
            this.redis.set(redisKey("HAM"), entry.expiresAt(expiry).write());
            assertThat(cache().lookup("HAM", AirportSource.POLICY)).isNull();
        }
        assertMissIsCountedAndOverwritten("HAM", null);
    }

    @Test
    void entryFromTheFutureOfTheSequenceIsAMissAndOverwritten() {
        EntryBytes entry = stored("HAM");
        this.redis.set(redisKey("HAM"), entry.stamp((1L << 53) - 1).write());
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.INVALIDATED_ENTRY);
    }

    @Test
    void entryWithATagThatNobodyFencedIsAMissAndOverwritten() {
        EntryBytes entry = stored("HAM");
        this.reader.invalidator().invalidateTags("anything");
        for (List<String> tags : List.of(List.of("never seen"), List.of(""), List.of("\uFFFD".repeat(20_000)))) {
            this.redis.set(redisKey("HAM"), entry.tags(tags).write());
            assertThat(cache().lookup("HAM", AirportSource.POLICY)).isNull();
        }
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.INVALIDATED_ENTRY);
    }

    @Test
    void entryFromTheFutureIsServedNoLongerThanACopyMay() {
        EntryBytes entry = stored("HAM");
        long year = Duration.ofDays(365).toMillis();
        this.redis.set(redisKey("HAM"),
                entry.createdAt(System.currentTimeMillis() + 99 * year)
                    .expiresAt(System.currentTimeMillis() + 100 * year)
                    .write());
        assertThat(this.source.read(cache(), "HAM")).isEqualTo(this.source.current());
        assertThat(this.source.read(cache(), "HAM")).isEqualTo(this.source.current());
        assertThat(cache().count(CacheCounter.L1_HIT)).isEqualTo(1);
        this.redis.delete(redisKey("HAM"));
        this.reader.ticker().advance(Duration.ofMinutes(5));
        assertThat(this.source.read(cache(), "HAM")).isEqualTo(this.source.current());
        assertThat(this.source.loads()).isEqualTo(2);
    }

    @Test
    void entryTruncatedAtAnyLengthIsAMiss() {
        byte[] bytes = stored("HAM").write();
        for (int length = 1; length < bytes.length; length++) {
            this.redis.set(redisKey("HAM"), Arrays.copyOf(bytes, length));
            assertThat(cache().lookup("HAM", AirportSource.POLICY)).as("%d bytes", length).isNull();
        }
        assertThat(cache().count(CacheCounter.UNREADABLE_ENTRY)).isEqualTo(bytes.length - 1);
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.UNREADABLE_ENTRY);
    }

    @Test
    void truncatedNumberIsNoOtherNumber() {
        EntryPolicy policy = EntryPolicy.defaults().withType(Long.class);
        TieredCache numbers = this.writer.cache("numbers");
        Reads.get(numbers, "big", policy, (context) -> 1234567890L);
        Reads.awaitFills(numbers, 1);
        String key = "tc:" + this.namespace + ":numbers:v1:{s:big}";
        byte[] bytes = Objects.requireNonNull(this.redis.get(key));
        for (int length = 1; length < bytes.length; length++) {
            this.redis.set(key, Arrays.copyOf(bytes, length));
            assertThat(this.reader.cache("numbers").lookup("big", policy)).as("%d bytes", length).isNull();
        }
    }

    @Test
    void damagedBytesAreAMiss() {
        byte[] bytes = stored("HAM").write();
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << this.random.nextInt(Byte.SIZE));
            this.redis.set(redisKey("HAM"), damaged);
            assertThat(cache().lookup("HAM", AirportSource.POLICY)).as("seed %d, byte %d", this.seed, i).isNull();
        }
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.UNREADABLE_ENTRY);
    }

    @Test
    void randomBytesAreAMiss() {
        for (int i = 0; i < MANY; i++) {
            byte[] bytes = new byte[1 + this.random.nextInt(500)];
            this.random.nextBytes(bytes);
            this.redis.set(redisKey("HAM"), bytes);
            assertThat(cache().lookup("HAM", AirportSource.POLICY)).as("seed %d, bytes %d", this.seed, i).isNull();
        }
        assertThat(cache().count(CacheCounter.UNREADABLE_ENTRY)).isEqualTo(MANY);
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.UNREADABLE_ENTRY);
    }

    @Test
    void entryOfAnotherKeyIsCountedAndToldWithoutKeyAndValue(CapturedOutput output) {
        stored(SECRET_KEY);
        byte[] foreign = Objects.requireNonNull(this.redis.get(redisKey(SECRET_KEY)));
        this.redis.set(redisKey("HAM"), foreign);
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.FOREIGN_KEY_ENTRY);
        assertThat(output).contains("WARN", "Cache 'airports': L2 answered with the entry of another key")
            .doesNotContain(SECRET_KEY, "Hamburg");
    }

    @Test
    void entryOfAnotherCacheOrNamespaceIsForeign() {
        EntryBytes entry = stored("HAM");
        this.redis.set(redisKey("HAM"), entry.key(new EntryKey(this.namespace + ":other:v1:{s:HAM}")).write());
        assertThat(cache().lookup("HAM", AirportSource.POLICY)).isNull();
        this.redis.set(redisKey("HAM"), entry.key(new EntryKey("other:" + CACHE + ":v1:{s:HAM}")).write());
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.FOREIGN_KEY_ENTRY);
        assertThat(cache().count(CacheCounter.FOREIGN_KEY_ENTRY)).isEqualTo(2);
    }

    @Test
    void valueOfAnotherClassInTheSameCacheIsAMissAndOverwritten() {
        Reads.get(this.writer.cache(CACHE), "HAM", EntryPolicy.defaults().withType(Runway.class),
                (context) -> new Runway("05/23", 3250));
        Reads.awaitFills(this.writer.cache(CACHE), 1);
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.UNREADABLE_ENTRY);
    }

    @Test
    void valueOfAnotherSerializerIsAMissAndOverwritten() {
        try (TestInstance older = TestInstance.builder()
            .namespace(this.namespace)
            .defaults(new CacheSettingsBuilder().serializer("smile"))
            .startLive()) {
            this.source.read(older.cache(CACHE), "HAM");
            Reads.awaitFills(older.cache(CACHE), 1);
            this.source.change();
            assertMissIsCountedAndOverwritten("HAM", CacheCounter.UNREADABLE_ENTRY);
        }
    }

    @Test
    void typeThatNobodyDeclaredIsRefused() {
        EntryBytes entry = stored("HAM").type("javax.script.ScriptEngineManager").payload(RawRedis.bytes("{}"));
        this.redis.set(redisKey("HAM"), entry.write());
        assertThat(cache().lookup("HAM", EntryPolicy.defaults())).isNull();
        assertThat(cache().count(CacheCounter.UNREADABLE_ENTRY)).isEqualTo(1);
    }

    static Stream<Named<String>> otherTypes() {
        return Stream.of("list", "set", "hash", "sorted set", "stream", "bitmap").map((type) -> Named.of(type, type));
    }

    @ParameterizedTest
    @MethodSource("otherTypes")
    void keyOfAnotherTypeIsACountedMissAndOverwritten(String type) {
        stored("HAM");
        byte[] key = RawRedis.bytes(redisKey("HAM"));
        byte[] text = RawRedis.bytes("x");
        this.redis.delete(redisKey("HAM"));
        switch (type) {
            case "list" -> this.redis.commands().rpush(key, text, text);
            case "set" -> this.redis.commands().sadd(key, text);
            case "hash" -> this.redis.commands().hset(key, text, text);
            case "sorted set" -> this.redis.commands().zadd(key, 1, text);
            case "stream" -> this.redis.commands().xadd(key, text, text);
            default -> this.redis.commands().setbit(key, 70_000, 1);
        }
        assertMissIsCountedAndOverwritten("HAM", CacheCounter.UNREADABLE_ENTRY);
    }

    @Test
    void leaseKeyOfAnotherTypeRefusesTheFillOnly() {
        this.redis.commands().rpush(RawRedis.bytes(redisKey("HAM") + ":l"), RawRedis.bytes("x"));
        assertThat(this.source.read(cache(), "HAM")).isEqualTo(this.source.current());
        Reads.awaitFills(cache(), 1);
    }

    @Test
    void hundredMegabytesAreNotTransferred() {
        try (RedisServerProcess server = RedisServerProcess.onFreePort();
                RawRedis raw = new RawRedis(server.uri());
                TestInstance instance = TestInstance.builder()
                    .redis(server.host(), server.port())
                    .namespace(this.namespace)
                    .defaults(new CacheSettingsBuilder().maxEntrySize(64 * 1024))
                    .startLive()) {
            raw.commands().setrange(RawRedis.bytes(redisKey("HAM")), 100 * 1024 * 1024, RawRedis.bytes("x"));
            raw.resetStatistics();
            TieredCache cache = instance.cache(CACHE);
            assertThat(this.source.read(cache, "HAM")).isEqualTo(this.source.current());
            assertThat(raw.sentBytes()).isBetween(64L * 1024, 128L * 1024);
            assertThat(cache.count(CacheCounter.UNREADABLE_ENTRY)).isEqualTo(1);
            Reads.awaitFills(cache, 1);
            assertThat(raw.get(redisKey("HAM"))).hasSizeLessThan(1_000);
        }
    }

    /** Reads an entry through an instance so that Redis holds it, and gives its bytes. */
    private EntryBytes stored(String key) {
        TieredCache cache = this.writer.cache(CACHE);
        long fills = cache.count(CacheCounter.FILL);
        this.source.read(cache, key);
        Reads.awaitFills(cache, fills + 1);
        return EntryBytes.of(Objects.requireNonNull(this.redis.get(redisKey(key))));
    }

    private void assertMissIsCountedAndOverwritten(String key, @Nullable CacheCounter counter) {
        long counted = (counter != null) ? cache().count(counter) : 0;
        long misses = cache().count(CacheCounter.MISS);
        Airport current = this.source.change();
        assertThat(this.source.read(cache(), key)).isEqualTo(current);
        assertThat(cache().count(CacheCounter.MISS)).isEqualTo(misses + 1);
        if (counter != null) {
            assertThat(cache().count(counter)).isEqualTo(counted + 1);
        }
        assertThat(cache().count(CacheCounter.L2_ERROR)).isZero();
        Reads.awaitFills(cache(), 1);
        try (TestInstance third = TestInstance.builder().namespace(this.namespace).startLive()) {
            assertThat(this.source.read(third.cache(CACHE), key)).isEqualTo(current);
            assertThat(third.cache(CACHE).count(CacheCounter.L2_HIT)).isEqualTo(1);
        }
    }

    private TieredCache cache() {
        return this.reader.cache(CACHE);
    }

    private String redisKey(String key) {
        return "tc:" + this.namespace + ":" + CACHE + ":v1:{s:" + key + "}";
    }

    private static Named<UnaryOperator<EntryBytes>> entry(String name, UnaryOperator<EntryBytes> change) {
        return Named.of(name, change);
    }

    private static List<String> manyTags(int count) {
        return IntStream.range(0, count).mapToObj((i) -> "tag-" + i).toList();
    }

    private record Runway(String name, int metres) {

    }

}
