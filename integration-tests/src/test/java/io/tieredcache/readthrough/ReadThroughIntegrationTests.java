package io.tieredcache.readthrough;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.BatchReadThroughLoader;
import io.tieredcache.CacheCounter;
import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.ReadThroughException;
import io.tieredcache.ReadThroughLoader;
import io.tieredcache.SpringCacheInvocation;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Caches that load by themselves, one value or several at once.
 */
class ReadThroughIntegrationTests {

    private final Names names = new Names();

    private final Sizes sizes = new Sizes();

    private TestInstance a;

    private TestInstance b;

    @BeforeEach
    void start() {
        String namespace = TestInstance.newNamespace();
        this.a = start(namespace);
        this.b = start(namespace);
    }

    private TestInstance start(String namespace) {
        return TestInstance.builder()
            .namespace(namespace)
            .cache("strong", new CacheSettingsBuilder().consistency(Consistency.STRONG))
            .loader(this.names)
            .loader(this.sizes)
            .startLive();
    }

    @AfterEach
    void stop() {
        this.a.close();
        this.b.close();
    }

    @Test
    void plainGetLoadsOnce() {
        TieredCache cache = this.a.cache("names");
        assertThat(cache.get("HAM")).extracting((found) -> found.get()).isEqualTo(new Name("name of HAM"));
        assertThat(cache.get("HAM", Name.class)).isEqualTo(new Name("name of HAM"));
        awaitFills("names", 1);
        assertThat(this.b.cache("names").get("HAM", Name.class)).isEqualTo(new Name("name of HAM"));
        assertThat(this.names.loaded).containsExactly("HAM");
    }

    @Test
    void missingValueIsANegativeResult() {
        assertThat(this.a.cache("names").get("none")).isNotNull().extracting((found) -> found.get()).isNull();
        assertThat(this.a.cache("names").get("none", Name.class)).isNull();
        assertThat(this.names.loaded).containsExactly("none");
    }

    @Test
    void callableGoesOnBeingTheLoaderOfItsCall() {
        assertThat(this.a.cache("names").get("HAM", () -> new Name("mine"))).isEqualTo(new Name("mine"));
        assertThat(this.names.loaded).isEmpty();
    }

    @Test
    void methodWithSpringsAnnotationGoesOnBeingTheLoader() {
        TieredCache cache = this.a.cache("names");
        try (SpringCacheInvocation call = SpringCacheInvocation.open(Name.class)) {
            assertThat(call).isNotNull();
            assertThat(cache.get("HAM")).isNull();
        }
        assertThat(this.names.loaded).isEmpty();
    }

    @Test
    void retrieveDoesNotLoad() {
        assertThat(this.a.cache("names").retrieve("HAM")).succeedsWithin(java.time.Duration.ofSeconds(30)).isNull();
        assertThat(this.names.loaded).isEmpty();
    }

    @Test
    void checkedExceptionIsTheCause() {
        assertThatExceptionOfType(ReadThroughException.class).isThrownBy(() -> this.a.cache("names").get("broken"))
            .withMessage("Cache 'names': its ReadThroughLoader failed with java.io.IOException")
            .withCauseInstanceOf(IOException.class);
        assertThatIllegalStateException().isThrownBy(() -> this.a.cache("names").get("unchecked"));
        assertThatExceptionOfType(ReadThroughException.class)
            .isThrownBy(() -> this.a.cache("names").getAll(List.of("broken", "HAM")));
    }

    @Test
    void cacheWithoutLoaderLooksUp() {
        TieredCache cache = this.a.cache("others");
        cache.put("x", "one");
        cache.put("n", null);
        assertThat(cache.get("y")).isNull();
        assertThat(this.b.cache("others").getAll(List.of("y", "x", "n"))).containsExactly(Map.entry("x", "one"),
                new java.util.AbstractMap.SimpleEntry<>("n", null));
        assertThat(this.b.cache("others").count(CacheCounter.MISS)).isOne();
        assertThat(this.b.cache("others").count(CacheCounter.L2_HIT)).isEqualTo(2);
        assertThat(this.b.cache("others").getAll(List.of("x"))).containsExactly(Map.entry("x", "one"));
        assertThat(this.b.cache("others").count(CacheCounter.L1_HIT)).isOne();
    }

    @Test
    void loaderWithoutBatchLoadsOneByOne() {
        assertThat(this.a.cache("names").getAll(List.of("HAM", "BRE", "none"))).containsEntry("HAM",
                new Name("name of HAM"));
        assertThat(this.names.loaded).containsExactly("HAM", "BRE", "none");
        assertThat(this.a.cache("names").count(CacheCounter.MISS)).isEqualTo(3);
    }

    @Test
    void eachLevelAnswersWhatItHasAndOneLoadTheRest() {
        TieredCache cache = this.a.cache("sizes");
        cache.get("in L1");
        this.b.cache("sizes").get("in L2");
        await().until(() -> this.b.cache("sizes").count(CacheCounter.FILL) == 1);
        this.sizes.batches.clear();
        Map<Object, @Nullable Object> found = cache.getAll(List.of("new", "in L2", "none", "in L1", "new"));
        assertThat(found.keySet()).containsExactly("new", "in L2", "none", "in L1");
        assertThat(found.values()).containsExactly(3, 5, null, 5);
        assertThat(this.sizes.batches).containsExactly(List.of("new", "none"));
        assertThat(cache.count(CacheCounter.L1_HIT)).isOne();
        assertThat(cache.count(CacheCounter.L2_HIT)).isOne();
        assertThat(cache.count(CacheCounter.MISS)).isEqualTo(3);
        assertThat(cache.count(CacheCounter.LOAD)).isEqualTo(3);
        awaitFills("sizes", 3);
        assertThat(cache.getAll(found.keySet())).isEqualTo(found);
        assertThat(this.b.cache("sizes").getAll(found.keySet())).isEqualTo(found);
        assertThat(this.sizes.batches).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void modesAreKept(CacheMode mode) {
        TieredCache cache = this.a.cache("sizes");
        cache.mode(mode);
        this.sizes.batches.clear();
        assertThat(cache.getAll(List.of("a", "bb"))).isEqualTo(Map.of("a", 1, "bb", 2));
        await().until(() -> cache.count(CacheCounter.FILL) == (mode.usesL2() ? 2 : 0));
        assertThat(cache.getAll(List.of("a", "bb"))).isEqualTo(Map.of("a", 1, "bb", 2));
        assertThat(this.sizes.batches).hasSize((mode == CacheMode.BYPASS) ? 2 : 1);
        assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(mode.usesL1() ? 2 : 0);
        this.b.cache("sizes").getAll(List.of("a", "bb"));
        assertThat(this.sizes.batches).hasSize(mode.usesL2() ? 1 : (mode == CacheMode.BYPASS) ? 3 : 2);
    }

    @Test
    void strongCacheIsJudgedInRedis() throws Throwable {
        EntryPolicy tagged = EntryPolicy.defaults().withType(Integer.class).withTags("t");
        TieredCache cache = this.a.cache("strong");
        assertThat(cache.getAll(List.of("x", "y"), tagged, (keys) -> all(keys, 1))).isEqualTo(Map.of("x", 1, "y", 1));
        await().until(() -> cache.count(CacheCounter.FILL) == 2);
        assertThat(cache.getAll(List.of("x", "y"), tagged, (keys) -> all(keys, 2))).isEqualTo(Map.of("x", 1, "y", 1));
        this.a.bus().hold();
        this.b.cache("strong").evict("x");
        assertThat(cache.getAll(List.of("x", "y"), tagged, (keys) -> all(keys, 3))).isEqualTo(Map.of("x", 3, "y", 1));
        await().until(() -> cache.count(CacheCounter.FILL) == 3);
        this.b.invalidator().invalidateTags("t");
        assertThat(cache.getAll(List.of("x", "y"), tagged, (keys) -> all(keys, 4))).isEqualTo(Map.of("x", 4, "y", 4));
    }

    @Test
    void redisAwayMeansTheSource() {
        TieredCache cache = this.a.cache("sizes");
        this.a.l2().failing(true);
        this.sizes.batches.clear();
        assertThat(cache.getAll(List.of("a", "bb"))).isEqualTo(Map.of("a", 1, "bb", 2));
        assertThat(this.sizes.batches).hasSize(1);
        assertThat(cache.count(CacheCounter.L2_ERROR)).isEqualTo(2);
    }

    @Test
    void emptyBatchAsksNobody() {
        assertThat(this.a.cache("sizes").getAll(List.of())).isEmpty();
        assertThat(this.sizes.batches).isEmpty();
    }

    @Test
    void typeIsThatOfTheLoader() {
        assertThat(this.names.policy().type()).isEqualTo(Name.class);
        assertThat(new ListLoader().policy().type()).hasToString("java.util.List<java.lang.String>");
        assertThat(new OpenLoader<String>().policy().type()).isNull();
    }

    private void awaitFills(String cache, int count) {
        await().until(() -> this.a.cache(cache).count(CacheCounter.FILL) == count);
    }

    private static Map<String, Integer> all(Collection<String> keys, int value) {
        Map<String, Integer> values = new HashMap<>();
        keys.forEach((key) -> values.put(key, value));
        return values;
    }

    record Name(String text) {

    }

    private static final class Names implements ReadThroughLoader<String, Name> {

        private final List<String> loaded = Collections.synchronizedList(new ArrayList<>());

        @Override
        public String cache() {
            return "names";
        }

        @Override
        public @Nullable Name load(String key, LoadContext context) throws Exception {
            if (key.equals("broken")) {
                throw new IOException("no source");
            }
            if (key.equals("unchecked")) {
                throw new IllegalStateException("no source");
            }
            this.loaded.add(key);
            return key.equals("none") ? null : new Name("name of " + key);
        }

    }

    private static final class Sizes implements BatchReadThroughLoader<String, Integer> {

        private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());

        @Override
        public String cache() {
            return "sizes";
        }

        @Override
        public Map<String, Integer> loadAll(Collection<String> keys) {
            this.batches.add(List.copyOf(keys));
            Map<String, Integer> values = new HashMap<>();
            values.put("not asked for", 7);
            keys.stream().filter((key) -> !key.equals("none")).forEach((key) -> values.put(key, key.length()));
            return values;
        }

    }

    private static class OpenLoader<V> implements ReadThroughLoader<String, V> {

        @Override
        public String cache() {
            return "open";
        }

        @Override
        public @Nullable V load(String key, LoadContext context) {
            return null;
        }

    }

    private static final class ListLoader extends OpenLoader<List<String>> {

    }

}
