package io.tieredcache.scenario;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.PendingPut;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever lies where leases and their waiters are kept: loads and puts go on, and the
 * next one stores again.
 */
class HostileLeaseIntegrationTests {

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    private final String namespace = TestInstance.newNamespace();

    private RawRedis redis;

    private TestInstance instance;

    @BeforeEach
    void start() {
        this.redis = RawRedis.shared();
        this.instance = TestInstance.builder()
            .namespace(this.namespace)
            .cache("local", settings(SingleFlight.LOCAL))
            .cache("distributed", settings(SingleFlight.DISTRIBUTED))
            .startLive();
    }

    private static CacheSettingsBuilder settings(SingleFlight flight) {
        return new CacheSettingsBuilder().singleFlight(flight).joinTimeout(Duration.ofMillis(300));
    }

    @AfterEach
    void stop() {
        this.instance.close();
        this.redis.close();
    }

    static Stream<Arguments> cachesAndForeignKeys() {
        Stream<Named<BiConsumer<RawRedis, byte[]>>> foreign = Stream.of(
                key("text", (redis, key) -> redis.commands().set(key, "hello".getBytes(UTF_8))),
                key("text that expires", (redis, key) -> redis.commands().psetex(key, 2_000, "hello".getBytes(UTF_8))),
                key("no text", (redis, key) -> redis.commands().set(key, new byte[0])),
                key("owner that knows too much",
                        (redis, key) -> redis.commands().psetex(key, 2_000, "x@zzzzzzzzzzzzzzzzzzzz".getBytes(UTF_8))),
                key("bytes", (redis, key) -> redis.commands().set(key, new byte[] { (byte) 0xff, 0, (byte) 0xc0 })),
                key("list", (redis, key) -> redis.commands().rpush(key, new byte[] { 1 })),
                key("hash", (redis, key) -> redis.commands().hmset(key, Map.of(new byte[] { 1 }, new byte[] { 2 }))));
        return foreign.flatMap((one) -> Stream.of("local", "distributed").map((cache) -> Arguments.of(cache, one)));
    }

    private static Named<BiConsumer<RawRedis, byte[]>> key(String name, BiConsumer<RawRedis, byte[]> write) {
        return Named.of(name, write);
    }

    @ParameterizedTest
    @MethodSource("cachesAndForeignKeys")
    void loadGoesOnAndStores(String name, BiConsumer<RawRedis, byte[]> foreign) throws Throwable {
        foreign.accept(this.redis, keyOf(name, ":l"));
        foreign.accept(this.redis, keyOf(name, ":w"));
        TieredCache cache = this.instance.cache(name);
        assertThat(cache.<String>get("x", TEXT, (context) -> "loaded")).isEqualTo("loaded");
        await().atMost(Duration.ofSeconds(30)).until(() -> cache.count(CacheCounter.FILL) == 1);
        assertThat(this.redis.get(new String(keyOf(name, ""), UTF_8))).isNotNull();
        assertThat(cache.count(CacheCounter.L2_ERROR)).isZero();
    }

    @ParameterizedTest
    @MethodSource("cachesAndForeignKeys")
    void putWhoseLeaseWasOverwrittenEvicts(String name, BiConsumer<RawRedis, byte[]> foreign) {
        TieredCache cache = this.instance.cache(name);
        cache.put("x", "old", TEXT);
        PendingPut put = cache.beginPut("x", TEXT);
        this.redis.commands().del(keyOf(name, ":l"));
        foreign.accept(this.redis, keyOf(name, ":l"));
        foreign.accept(this.redis, keyOf(name, ":w"));
        put.complete("new");
        assertThat(cache.lookup("x", TEXT)).isNull();
        cache.put("x", "newer", TEXT);
        assertThat(cache.lookup("x", TEXT)).isNotNull();
    }

    private byte[] keyOf(String cache, String suffix) {
        return ("tc:" + this.namespace + ":" + cache + ":v1:{s:x}" + suffix).getBytes(UTF_8);
    }

}
