package io.tieredcache.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lettuce.core.ScriptOutputType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a clear reaches, and what it leaves alone.
 */
class ClearIntegrationTests {

    private static final List<String> NAMES = List.of("user", "user_detail", "user:detail", "user detail",
            "user%20;detail", "{user}", "user}", "us{e}r", "", " ", ":", "Übersicht", "Übersicht\u00a0", "\uD83D\uDEEB",
            "user\nuser", "user*", "[user]", "USER", "v1:{s:HAM}", "user:v1:{s:HAM}", "seq", "all", "tag:user");

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    private final TestInstance a;

    private final TestInstance b;

    ClearIntegrationTests() {
        String namespace = TestInstance.newNamespace();
        this.a = TestInstance.builder().namespace(namespace).startLive();
        this.b = TestInstance.builder().namespace(namespace).startLive();
    }

    @AfterEach
    void stop() {
        this.a.close();
        this.b.close();
    }

    @Test
    void clearOfUserLeavesUserDetail() {
        fill(this.a, "user", "user_detail");
        this.a.cache("user").clear();
        assertThat(this.b.cache("user").lookup("HAM", TEXT)).isNull();
        assertThat(value(this.b, "user_detail")).isEqualTo("value of user_detail");
    }

    @Test
    void putRightAfterAClearSurvives() {
        TieredCache cache = this.a.cache("user");
        for (int i = 0; i < 200; i++) {
            cache.put("HAM", "before", TEXT);
            cache.clear();
            cache.put("HAM", "after " + i, TEXT);
            String after = "after " + i;
            assertThat(value(this.a, "user")).isEqualTo(after);
            await().pollInterval(Duration.ofMillis(1))
                .atMost(Reads.SOON)
                .until(() -> value(this.b, "user").equals(after));
        }
    }

    @Test
    void loadRightAfterAClearIsStored() {
        TieredCache cache = this.a.cache("user");
        for (int i = 0; i < 50; i++) {
            int round = i;
            cache.clear();
            Reads.get(cache, "HAM", TEXT, (context) -> "loaded " + round);
            Reads.awaitFills(cache, i + 1);
            await().pollInterval(Duration.ofMillis(1))
                .atMost(Reads.SOON)
                .until(() -> value(this.b, "user").equals("loaded " + round));
        }
    }

    @Test
    void oddCacheNamesWorkAndDoNotCollide() {
        fill(this.a, NAMES.toArray(String[]::new));
        for (String name : NAMES) {
            assertThat(value(this.b, name)).isEqualTo("value of " + name);
        }
        Set<String> left = new HashSet<>(NAMES);
        for (String name : NAMES) {
            this.a.cache(name).clear();
            left.remove(name);
            await().atMost(Reads.SOON).until(() -> this.b.cache(name).lookup("HAM", TEXT) == null);
            for (String other : left) {
                assertThat(value(this.b, other)).as("cache '%s' after the clear of '%s'", other, name)
                    .isEqualTo("value of " + other);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 190, 198, 199, 200, 201, 1_000, 100_000 })
    void longKeysWorkAndAreEvicted(int length) {
        TieredCache cache = this.a.cache("user");
        List<String> keys = List.of("x".repeat(length), "x".repeat(length - 1) + "y", "ü".repeat(length));
        Map<String, String> expected = new HashMap<>();
        for (String key : keys) {
            String value = key.length() + " " + key.charAt(length - 1);
            expected.put(key, value);
            cache.put(key, value, TEXT);
        }
        List<String> found = new ArrayList<>();
        keys.forEach((key) -> found.add(Reads.get(this.b.cache("user"), key, TEXT, (context) -> "not cached")));
        assertThat(found).containsExactlyElementsOf(keys.stream().map(expected::get).toList());
        cache.evict(keys.get(0));
        await().atMost(Reads.SOON).until(() -> this.b.cache("user").lookup(keys.get(0), TEXT) == null);
        assertThat(this.b.cache("user").lookup(keys.get(1), TEXT)).isNotNull();
    }

    @Test
    void clearOfALargeDatabaseWalksNoKeys() {
        try (RedisServerProcess server = RedisServerProcess.onFreePort();
                RawRedis redis = new RawRedis(server.uri());
                TestInstance instance = TestInstance.builder().redis(server.host(), server.port()).startLive()) {
            long keys = 1_000_000;
            redis.commands()
                .eval(RawRedis.bytes("for i = 1, ARGV[1] do redis.call('SET', 'key-' .. i, 'x') end return 1"),
                        ScriptOutputType.INTEGER, new byte[0][], RawRedis.bytes(Long.toString(keys)));
            instance.cache("user").put("HAM", "value", TEXT);
            redis.resetStatistics();
            instance.cache("user").clear();
            instance.invalidator().invalidateTags("any");
            instance.cache("user").invalidate();
            assertThat(redis.calls()).doesNotContainKeys("keys", "scan", "del", "unlink", "dbsize", "randomkey");
            assertThat(instance.cache("user").lookup("HAM", TEXT)).isNull();
            assertThat(redis.commands().dbsize()).isGreaterThanOrEqualTo(keys);
        }
    }

    private void fill(TestInstance instance, String... names) {
        for (String name : names) {
            TieredCache cache = instance.cache(name);
            Reads.get(cache, "HAM", TEXT, (context) -> "value of " + name);
            Reads.awaitFills(cache, 1);
            assertThat(cache.count(CacheCounter.LOAD)).isEqualTo(1);
        }
    }

    private static Object value(TestInstance instance, String name) {
        TieredCache.CachedValue found = instance.cache(name).lookup("HAM", TEXT);
        return (found != null) ? found.value() : "nothing";
    }

}
