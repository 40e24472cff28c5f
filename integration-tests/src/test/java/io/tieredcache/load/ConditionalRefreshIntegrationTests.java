package io.tieredcache.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLoader;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.TieredCache;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * A loader that sees the older value and finds it unmodified at the source.
 */
class ConditionalRefreshIntegrationTests {

    private static final String CACHE = "documents";

    private static final String KEY = "one";

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    private static final Duration SHORT = Duration.ofMillis(1);

    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<AutoCloseable> opened = new ArrayList<>();

    private final String namespace = TestInstance.newNamespace();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : this.opened) {
            each.close();
        }
    }

    private TestInstance instance(CacheSettingsBuilder settings) {
        TestInstance instance = TestInstance.builder()
            .namespace(this.namespace)
            .pulseInterval(Duration.ofHours(1))
            .defaults(settings.stalenessBound(Duration.ofHours(2)))
            .startLive();
        this.opened.add(instance);
        return instance;
    }

    private TestInstance instance() {
        return instance(new CacheSettingsBuilder().staleIfError(LONG));
    }

    private static ConditionFactory eventually() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(30));
    }

    private static void awaitFills(TieredCache cache, long fills) {
        eventually().until(() -> cache.count(CacheCounter.FILL) >= fills);
    }

    private static <T extends @Nullable Object> T get(TieredCache cache, EntryPolicy policy, CacheLoader<T> loader) {
        try {
            return cache.get(KEY, policy, loader);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Leaves an entry whose time to live is over.
     */
    private static <T extends @Nullable Object> void keepOld(TieredCache cache, EntryPolicy policy,
            CacheLoader<T> loader) {
        get(cache, policy.withTtl(SHORT).withNegativeTtl(SHORT), loader);
        awaitFills(cache, 1);
        eventually().until(() -> cache.lookup(KEY, policy) == null);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T extends @Nullable Object> T validate(TieredCache cache, EntryPolicy policy) {
        long fills = cache.count(CacheCounter.FILL);
        T value = get(cache, policy, (context) -> context.<T>notModified());
        awaitFills(cache, fills + 1);
        return value;
    }

    @Test
    void loaderSeesValueValidatorAndAge() {
        TieredCache cache = instance().cache(CACHE);
        keepOld(cache, TEXT, (context) -> {
            assertThat(context.previous()).isNull();
            context.validator("etag-1");
            return "text";
        });
        assertThat(text(cache, (context) -> {
            assertThat(context.previous()).isNotNull();
            assertThat(context.previous().value()).isEqualTo("text");
            assertThat(context.previous().validator()).isEqualTo("etag-1");
            assertThat(context.previous().age()).isBetween(SHORT, Duration.ofMinutes(1));
            return "new text";
        })).isEqualTo("new text");
    }

    @Test
    void loaderOfAnotherInstanceSeesThem() {
        keepOld(instance().cache(CACHE), TEXT, (context) -> {
            context.validator("etag-1");
            return "text";
        });
        String seen = get(instance().cache(CACHE), TEXT, (context) -> {
            assertThat(context.previous()).isNotNull();
            return context.previous().value() + " " + context.previous().validator();
        });
        assertThat(seen).isEqualTo("text etag-1");
    }

    @Test
    void evictedValueIsNotSeen() {
        TieredCache cache = instance().cache(CACHE);
        keepOld(cache, TEXT, (context) -> "text");
        cache.evict(KEY);
        assertThat(text(cache, (context) -> (context.previous() == null) ? "none" : "seen")).isEqualTo("none");
    }

    @Test
    void bothLevelsGetANewLife() {
        TestInstance a = instance();
        TestInstance b = instance();
        keepOld(a.cache(CACHE), TEXT, (context) -> "text");
        assertThat(validated(a)).isEqualTo("text");
        assertThat(a.cache(CACHE).count(CacheCounter.NOT_MODIFIED)).isOne();
        a.l2().failing(true);
        assertThat(value(a)).as("in L1 of A").isEqualTo("text");
        assertThat(value(b)).as("in L2").isEqualTo("text");
        b.l2().failing(true);
        assertThat(value(b)).as("in L1 of B").isEqualTo("text");
    }

    private static String text(TieredCache cache, CacheLoader<String> loader) {
        return get(cache, TEXT, loader);
    }

    private static String validated(TieredCache cache, EntryPolicy policy) {
        return validate(cache, policy);
    }

    private static String validated(TestInstance instance) {
        return validated(instance.cache(CACHE), TEXT);
    }

    private static @Nullable Object value(TestInstance instance) {
        TieredCache.CachedValue found = instance.cache(CACHE).lookup(KEY, TEXT);
        return (found != null) ? found.value() : null;
    }

    @Test
    void validatorSurvivesRenewals() {
        TieredCache cache = instance().cache(CACHE);
        EntryPolicy soonOver = TEXT.withTtl(SHORT);
        keepOld(cache, TEXT, (context) -> {
            context.validator("etag-1");
            return "text";
        });
        for (int i = 0; i < 3; i++) {
            assertThat(validated(cache, soonOver)).isEqualTo("text");
            eventually().until(() -> cache.lookup(KEY, TEXT) == null);
        }
        assertThat(text(cache, (context) -> {
            assertThat(context.previous()).isNotNull();
            return context.previous().validator();
        })).isEqualTo("etag-1");
    }

    @Test
    void tagsSurviveRenewals() {
        TestInstance a = instance();
        EntryPolicy tagged = TEXT.withResultTags((value) -> List.of("texts"));
        keepOld(a.cache(CACHE), tagged, (context) -> "text");
        assertThat(validated(a.cache(CACHE), tagged)).isEqualTo("text");
        assertThat(value(a)).isEqualTo("text");
        a.invalidator().invalidateTags("texts");
        assertThat(value(a)).isNull();
        assertThat(value(instance())).isNull();
    }

    @Test
    void chosenTimeToLiveHoldsForTheRenewedEntry() {
        TestInstance a = instance(new CacheSettingsBuilder().staleIfError(Duration.ofSeconds(5)));
        keepOld(a.cache(CACHE), TEXT, (context) -> "text");
        long fills = a.cache(CACHE).count(CacheCounter.FILL);
        get(a.cache(CACHE), TEXT, (context) -> {
            context.ttl(Duration.ofHours(3));
            return context.<String>notModified();
        });
        awaitFills(a.cache(CACHE), fills + 1);
        String key = RedisFixture.shared()
            .execute((redis) -> redis.keys("tc:" + this.namespace + ":" + CACHE + ":*"))
            .get(0);
        long left = RedisFixture.shared().execute((redis) -> redis.pttl(key));
        assertThat(left).isBetween(Duration.ofHours(2).toMillis(), Duration.ofHours(4).toMillis());
    }

    /**
     * The value is large, the renewal small, in one script that writes no whole entry.
     */
    @Test
    void valueIsNotSentAgain() {
        TestInstance a = instance();
        String large = "x".repeat(500_000);
        keepOld(a.cache(CACHE), TEXT, (context) -> large);
        a.cache(CACHE).lookup("warm", TEXT);
        long before = received();
        long sets = calls("set");
        long setRanges = calls("setrange");
        assertThat(validated(a)).isEqualTo(large);
        assertThat(received() - before).isLessThan(20_000);
        assertThat(calls("setrange") - setRanges).isOne();
        // The lease; the entry is not set.
        assertThat(calls("set") - sets).isOne();
    }

    private static long received() {
        return Long.parseLong(RedisFixture.shared().info("stats").get("total_net_input_bytes"));
    }

    private static long calls(String command) {
        String statistics = RedisFixture.shared().info("commandstats").get("cmdstat_" + command);
        return (statistics != null) ? Long.parseLong(statistics.replaceAll("calls=(\\d+),.*", "$1")) : 0;
    }

    @Test
    void otherInstancesKeepTheirCopiesAndHearNothing() {
        TestInstance a = instance(new CacheSettingsBuilder().staleWhileRevalidate(LONG));
        TestInstance b = instance(new CacheSettingsBuilder().staleWhileRevalidate(LONG));
        keepOld(a.cache(CACHE), TEXT, (context) -> "text");
        assertThat(served(b)).as("older value, loaded again behind it").isEqualTo("text");
        eventually().until(() -> b.cache(CACHE).count(CacheCounter.NOT_MODIFIED) == 1);
        awaitFills(b.cache(CACHE), 1);
        a.l2().failing(true);
        assertThat(served(a)).as("copy of the entry from before").isEqualTo("text");
        a.l2().failing(false);
        b.cache(CACHE).evict("marker");
        eventually().until(() -> a.bus().arrived() > 0);
        assertThat(a.bus().arrived()).isOne();
    }

    private static String served(TestInstance instance) {
        return get(instance.cache(CACHE), TEXT, LoadContext::<String>notModified);
    }

    static Stream<Object> negativeResults() {
        return Stream.of("null", Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("negativeResults")
    void negativeResultsAreValidated(Object result) {
        TestInstance a = instance();
        Object negative = result.equals("null") ? null : result;
        keepOld(a.cache(CACHE), TEXT, (context) -> {
            context.validator("none-1");
            return negative;
        });
        Object renewed = get(a.cache(CACHE), TEXT, (context) -> {
            assertThat(context.previous()).isNotNull();
            assertThat(context.previous().validator()).isEqualTo("none-1");
            return context.<@Nullable Object>notModified();
        });
        assertThat(renewed).isEqualTo(negative);
        awaitFills(a.cache(CACHE), 2);
        TieredCache.CachedValue found = instance().cache(CACHE).lookup(KEY, TEXT);
        assertThat(found).isNotNull();
        assertThat(found.value()).isEqualTo(negative);
    }

    @Test
    void optionalContentIsValidated() {
        TestInstance a = instance();
        keepOld(a.cache(CACHE), TEXT, (context) -> Optional.of("text"));
        Optional<String> renewed = validate(a.cache(CACHE), TEXT);
        assertThat(renewed).contains("text");
        assertThat(value(instance())).isEqualTo(Optional.of("text"));
    }

    @Test
    void copiesAreTheReadersOwn() {
        TestInstance a = instance(new CacheSettingsBuilder().staleIfError(LONG).copyOnRead(true));
        EntryPolicy list = EntryPolicy.defaults().withType(List.class);
        TieredCache cache = a.cache(CACHE);
        keepOld(cache, list, (context) -> new ArrayList<>(List.of("text")));
        List<String> renewed = validate(cache, list);
        renewed.add("of the reader");
        a.l2().failing(true);
        List<String> next = get(cache, list, (context) -> List.of("loaded"));
        assertThat(next).containsExactly("text");
        next.add("of the next");
        List<String> last = get(cache, list, (context) -> List.of("loaded"));
        assertThat(last).containsExactly("text");
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void notModifiedWithoutAnOlderValueIsAnError(boolean evicted) {
        TieredCache cache = instance().cache(CACHE);
        if (evicted) {
            keepOld(cache, TEXT, (context) -> "text");
            cache.evict(KEY);
        }
        assertThatIllegalStateException().isThrownBy(() -> get(cache, TEXT, LoadContext::<String>notModified))
            .withMessage("Cache 'documents': there is no earlier value that could be unmodified; "
                    + "check previous() first");
        assertThat(cache.lookup(KEY, TEXT)).isNull();
    }

    @Test
    void failureAfterNotModifiedRenewsNothing() {
        TieredCache cache = instance().cache(CACHE);
        keepOld(cache, TEXT, (context) -> "text");
        CacheLoader<String> failing = (context) -> {
            context.<String>notModified();
            throw new IllegalStateException("no source");
        };
        assertThat(text(cache, failing)).isEqualTo("text");
        assertThat(cache.count(CacheCounter.STALE_ON_ERROR)).isOne();
        assertThat(cache.count(CacheCounter.FILL)).isOne();
    }

    /**
     * Methods that a cache annotation makes the loader.
     */
    @Nested
    class AnnotatedMethods {

        @Test
        void methodFindsTheOlderValue() {
            try (CachingInstance application = CachingInstance.start(Beans.class)) {
                Documents documents = application.bean(Documents.class);
                assertThat(documents.plain(KEY)).isEqualTo("text 1");
                renewed(application, "plain", () -> assertThat(documents.plain(KEY)).isEqualTo("text 1"));
                assertThat(documents.optional(KEY)).contains("text 1");
                renewed(application, "optional", () -> assertThat(documents.optional(KEY)).contains("text 1"));
                assertThat(documents.nothing(KEY)).isEmpty();
                renewed(application, "nothing", () -> assertThat(documents.nothing(KEY)).isEmpty());
            }
        }

        private void renewed(CachingInstance application, String cache, Runnable read) {
            eventually().untilAsserted(() -> {
                read.run();
                assertThat(application.cache(cache).count(CacheCounter.NOT_MODIFIED)).isPositive();
            });
        }

        @Test
        void currentOutsideOfALoadIsAnError() {
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(LoadContext::current)
                .withMessageContaining("No load runs on this thread");
            assertThat(LoadContext.isLoading()).isFalse();
        }

    }

    static class Documents {

        private final AtomicInteger loads = new AtomicInteger();

        @TieredCacheable(cache = "plain", ttl = "1ms", staleWhileRevalidate = "10m")
        public String plain(String id) {
            LoadContext context = LoadContext.current();
            LoadContext.Previous previous = context.previous();
            if (previous != null && "1".equals(previous.validator())) {
                return context.notModified();
            }
            context.validator("1");
            return "text " + this.loads.incrementAndGet();
        }

        @TieredCacheable(cache = "optional", ttl = "1ms", staleIfError = "10m")
        public Optional<String> optional(String id) {
            LoadContext context = LoadContext.current();
            LoadContext.Previous previous = context.previous();
            if (previous != null && Optional.of("text 1").equals(previous.value())) {
                return context.notModified();
            }
            return Optional.of("text 1");
        }

        @TieredCacheable(cache = "nothing", negativeTtl = "1ms", staleIfError = "10m")
        public Optional<String> nothing(String id) {
            LoadContext context = LoadContext.current();
            LoadContext.Previous previous = context.previous();
            if (previous != null && Optional.empty().equals(previous.value())) {
                return context.notModified();
            }
            return Optional.empty();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Documents documents() {
            return new Documents();
        }

    }

}
