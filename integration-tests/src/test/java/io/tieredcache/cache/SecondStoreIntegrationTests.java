package io.tieredcache.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheMode;
import io.tieredcache.ChannelState;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.PendingInvalidation;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A cache in a store of its own beside one in the application's Redis: what is where, and
 * what goes on while the store is away.
 */
class SecondStoreIntegrationTests {

    private static final EntryPolicy TAGGED = EntryPolicy.defaults().withType(String.class).withTags("tag");

    private final RedisServerProcess second = RedisServerProcess.onFreePort();

    private final String namespace = TestInstance.newNamespace();

    private final TestInstance a = start(Duration.ofSeconds(5));

    private final TestInstance b = start(Duration.ofSeconds(5));

    private TestInstance start(Duration timeout) {
        return TestInstance.builder()
            .namespace(this.namespace)
            .timeout(timeout)
            .store("second", this.second.port())
            .cache("away", new CacheSettingsBuilder().store("second").mode(CacheMode.L2_ONLY))
            .cache("copied", new CacheSettingsBuilder().store("second").stalenessBound(Duration.ofMinutes(5)))
            .cache("strong",
                    new CacheSettingsBuilder().store("second").consistency(Consistency.STRONG).mode(CacheMode.L2_ONLY))
            .cache("shared",
                    new CacheSettingsBuilder().store("second")
                        .mode(CacheMode.L2_ONLY)
                        .singleFlight(SingleFlight.DISTRIBUTED))
            .cache("home", new CacheSettingsBuilder().mode(CacheMode.L2_ONLY))
            .startLive();
    }

    @AfterEach
    void close() {
        this.second.resume();
        this.a.close();
        this.b.close();
        this.second.close();
    }

    @Test
    void entriesAreInTheStoreAndFencesInTheApplicationsRedis() {
        put(this.a, "away", "value");
        put(this.a, "home", "value");
        assertThat(get(this.b, "away")).isEqualTo("value");
        assertThat(get(this.b, "home")).isEqualTo("value");
        List<String> here = keys(RedisFixture.shared().uri());
        List<String> there = keys(this.second.uri());
        assertThat(there).isNotEmpty().allMatch((key) -> key.startsWith("tc:" + this.namespace + ":away:v1:{"));
        assertThat(here).anyMatch((key) -> key.startsWith("tc:" + this.namespace + ":home:v1:{"))
            .contains("tc:{" + this.namespace + "}:seq", "tc:{" + this.namespace + "}:tag:tag")
            .noneMatch((key) -> key.startsWith("tc:" + this.namespace + ":away:"));
    }

    @Test
    void cacheOfAKilledStoreIsLoadedAndTheOtherGoesOnWithHits() {
        put(this.a, "home", "value");
        put(this.a, "away", "value");
        this.second.kill();
        assertThat(load(this.a, "away", "loaded")).isEqualTo("loaded");
        assertThat(load(this.a, "home", "loaded")).isEqualTo("value");
        assertThat(this.a.channel().state()).isEqualTo(ChannelState.LIVE);
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> this.a.cache("away").evict("key"));
        this.a.cache("home").evict("key");
        assertThat(get(this.b, "home")).isNull();
        this.second.start();
        Fleet.eventually().until(() -> {
            load(this.a, "away", "loaded");
            return "loaded".equals(get(this.b, "away"));
        });
    }

    @Test
    void whatWasWrittenDownForOthersIsEvictedInTheStore() {
        put(this.a, "away", "old");
        DefaultTieredCache cache = (DefaultTieredCache) this.a.cache("away");
        this.b.runtime().invalidate(InvalidationTargets.ofKey(cache, "key").stored());
        assertThat(get(this.a, "away")).isNull();
        assertThat(keys(this.second.uri())).isEmpty();
    }

    @Test
    void tagCacheAndNamespaceAreInvalidatedWithoutTheStore() {
        for (CacheInvalidation invalidation : List.of(CacheInvalidation.none().tags("tag"),
                CacheInvalidation.none().cache("away"), CacheInvalidation.none().wholeNamespace())) {
            put(this.a, "away", "old");
            assertThat(get(this.b, "away")).isEqualTo("old");
            this.second.pause();
            int heard = this.b.bus().applied();
            this.a.invalidator().invalidate(invalidation);
            Fleet.eventually().until(() -> this.b.bus().applied() > heard);
            this.second.resume();
            assertThat(get(this.a, "away")).isNull();
            Fleet.eventually().until(() -> get(this.b, "away") == null);
        }
    }

    @Test
    void evictionHasNoNumberBeforeTheStoreAcknowledgedIt() {
        put(this.a, "away", "old");
        try (TestInstance patient = start(Duration.ofMinutes(2))) {
            Fleet.eventually().until(() -> "old".equals(get(patient, "away")));
            String sequence = sequence();
            this.second.pause();
            CompletableFuture<Void> evicting = TestThreads.run(() -> patient.cache("away").evict("key"));
            await().during(Duration.ofMillis(300)).until(() -> sequence().equals(sequence));
            this.second.resume();
            assertThat(evicting).succeedsWithin(Fleet.PATIENCE);
            assertThat(sequence()).isNotEqualTo(sequence);
        }
        assertThat(get(this.b, "away")).isNull();
    }

    @Test
    void othersDropTheirCopiesThoughTheStoreIsAway() {
        int heardBefore = this.b.bus().applied();
        put(this.a, "copied", "old");
        // The message of the put would end a copy that is made before it arrives.
        Fleet.eventually().until(() -> this.b.bus().applied() > heardBefore);
        assertThat(get(this.b, "copied")).isEqualTo("old");
        this.second.kill();
        assertThat(get(this.b, "copied")).isEqualTo("old");
        int heard = this.b.bus().applied();
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> this.a.cache("copied").evict("key"));
        Fleet.eventually().until(() -> this.b.bus().applied() > heard);
        assertThat(get(this.b, "copied")).isNull();
    }

    @Test
    void invalidationOfKeysInBothIsDoneWhereItCanBe() {
        put(this.a, "home", "old");
        put(this.a, "away", "old");
        this.second.kill();
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> this.a.invalidator()
            .invalidate(CacheInvalidation.none().key("home", "key").key("away", "key").tags("tag")));
        assertThat(get(this.b, "home")).isNull();
        assertThat(this.a.cache("home").count(CacheCounter.INVALIDATION_FAILURE)).isZero();
        assertThat(this.a.cache("away").count(CacheCounter.INVALIDATION_FAILURE)).isOne();
    }

    @Test
    void unsentEvictionConcernsTheStoreAlone() {
        put(this.a, "home", "value");
        this.second.kill();
        InvalidationTargets targets = new InvalidationTargets();
        targets.evict();
        DefaultTieredCache away = (DefaultTieredCache) this.a.cache("away");
        DefaultTieredCache home = (DefaultTieredCache) this.a.cache("home");
        targets.addKey(away, away.localKey("key"));
        targets.addKey(home, home.localKey("other"));
        UnsentInvalidations unsent = this.a.runtime().unsent();
        unsent.add(targets);
        Fleet.eventually().until(() -> unsent.size() == 1);
        assertThat(load(this.a, "home", "loaded")).isEqualTo("value");
        this.second.start();
        Fleet.eventually().until(unsent::isEmpty);
    }

    @Test
    void strongWriteIsHeldInTheStore() {
        assertThat(load(this.a, "strong", "old")).isEqualTo("old");
        PendingInvalidation pending = this.a.invalidator().begin(CacheInvalidation.none().key("strong", "key"));
        assertThat(keys(this.second.uri())).anyMatch((key) -> key.endsWith(":h"));
        assertThat(load(this.b, "strong", "between")).isEqualTo("between");
        assertThat(get(this.b, "strong")).isNull();
        pending.complete();
        Fleet.eventually().until(() -> {
            load(this.b, "strong", "new");
            return "new".equals(get(this.a, "strong"));
        });
    }

    @Test
    void waiterIsWokenByAMessageInTheStore() {
        Gate gate = new Gate();
        int heard = this.b.bus().releases();
        CompletableFuture<String> loading = TestThreads.supply(() -> load(this.a, "shared", () -> {
            gate.pass();
            return "value";
        }));
        gate.awaitReached();
        CompletableFuture<String> waiting = TestThreads.supply(() -> load(this.b, "shared", () -> "another"));
        Fleet.eventually().until(() -> keys(this.second.uri()).stream().anyMatch((key) -> key.endsWith(":w")));
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo("value");
        assertThat(waiting).succeedsWithin(Fleet.PATIENCE).isEqualTo("value");
        Fleet.eventually().until(() -> this.b.bus().releases() > heard);
    }

    @Test
    void emptiedStoreCostsMissesOnly() {
        put(this.a, "away", "old");
        put(this.a, "home", "value");
        flush(this.second.uri());
        assertThat(get(this.b, "away")).isNull();
        assertThat(load(this.b, "away", "new")).isEqualTo("new");
        Fleet.eventually().until(() -> "new".equals(get(this.a, "away")));
        assertThat(get(this.a, "home")).isEqualTo("value");
    }

    @Test
    void instanceStartsWithoutItsStore() {
        int port = RedisServerProcess.freePort();
        try (TestInstance instance = TestInstance.builder()
            .store("later", port)
            .cache("away", new CacheSettingsBuilder().store("later").mode(CacheMode.L2_ONLY))
            .cache("home", new CacheSettingsBuilder().mode(CacheMode.L2_ONLY))
            .startLive()) {
            put(instance, "home", "value");
            assertThat(load(instance, "away", "loaded")).isEqualTo("loaded");
            assertThat(get(instance, "home")).isEqualTo("value");
            try (RedisServerProcess later = RedisServerProcess.onPort(port)) {
                Fleet.eventually().until(() -> {
                    load(instance, "away", "loaded");
                    return "loaded".equals(get(instance, "away"));
                });
                assertThat(keys(later.uri())).isNotEmpty();
            }
        }
    }

    private String sequence() {
        return with(RedisFixture.shared().uri(), (redis) -> redis.get("tc:{" + this.namespace + "}:seq"));
    }

    private static void flush(String uri) {
        with(uri, RedisCommands::flushall);
    }

    private static List<String> keys(String uri) {
        return with(uri, (redis) -> redis.keys("tc:*"));
    }

    private static void put(TestInstance instance, String cache, String value) {
        instance.cache(cache).put("key", value, TAGGED);
    }

    private static @Nullable Object get(TestInstance instance, String cache) {
        TieredCache.CachedValue found = instance.cache(cache).lookup("key", TAGGED);
        return (found != null) ? found.value() : null;
    }

    private static String load(TestInstance instance, String name, String value) {
        return load(instance, name, () -> value);
    }

    private static String load(TestInstance instance, String name, Supplier<String> source) {
        try {
            return instance.cache(name).get("key", TAGGED, (context) -> source.get());
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static <T> T with(String uri, Function<RedisCommands<String, String>, T> action) {
        RedisClient client = RedisClient.create(uri);
        try (var connection = client.connect()) {
            return action.apply(connection.sync());
        }
        finally {
            client.shutdown(Duration.ZERO, Duration.ZERO);
        }
    }

}
