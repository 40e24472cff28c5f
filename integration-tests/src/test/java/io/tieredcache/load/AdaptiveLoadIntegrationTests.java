package io.tieredcache.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheLoader;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.TieredCache;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.key.KeyText;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A loader that chooses time to live and tags by the value it loaded, or that it is not
 * stored.
 */
class AdaptiveLoadIntegrationTests {

    private static final String CACHE = "documents";

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    private final String namespace = TestInstance.newNamespace();

    private final TestInstance a = instance();

    private final TestInstance b = instance();

    @AfterEach
    void close() {
        this.a.close();
        this.b.close();
    }

    private TestInstance instance() {
        return TestInstance.builder().namespace(this.namespace).defaults(new CacheSettingsBuilder()).startLive();
    }

    private static ConditionFactory eventually() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(30));
    }

    private static String get(TestInstance instance, String key, EntryPolicy policy, CacheLoader<String> loader) {
        try {
            return instance.cache(CACHE).get(key, policy, loader);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private void load(String key, EntryPolicy policy, CacheLoader<String> loader) {
        long fills = this.a.cache(CACHE).count(CacheCounter.FILL);
        get(this.a, key, policy, loader);
        eventually().until(() -> this.a.cache(CACHE).count(CacheCounter.FILL) > fills);
    }

    private static @Nullable Object value(TestInstance instance, String key) {
        TieredCache.CachedValue found = instance.cache(CACHE).lookup(key, TEXT);
        return (found != null) ? found.value() : null;
    }

    private Duration timeToLive(String key) {
        String entry = "tc:" + this.namespace + ":" + CACHE + ":v1:{" + KeyText.of(key) + "}";
        return Duration.ofMillis(RedisFixture.shared().execute((redis) -> redis.pttl(entry)));
    }

    @Test
    void chosenTimeToLiveWinsOverPolicyAndSettings() {
        load("one", TEXT.withTtl(Duration.ofMinutes(1)), (context) -> {
            context.ttl(Duration.ofHours(2));
            return "text";
        });
        assertThat(timeToLive("one")).isBetween(Duration.ofMinutes(110), Duration.ofHours(2));
        assertThat(value(this.b, "one")).isEqualTo("text");
    }

    @Test
    void chosenTimeToLiveHoldsInBothLevels() {
        load("one", TEXT, (context) -> {
            context.ttl(Duration.ofMillis(1));
            return "text";
        });
        eventually().until(() -> value(this.a, "one") == null && value(this.b, "one") == null);
    }

    @Test
    void chosenTimeToLiveHoldsForNegativeResults() {
        load("one", TEXT.withNegativeTtl(Duration.ofMinutes(1)), (context) -> {
            context.ttl(Duration.ofHours(2));
            return null;
        });
        assertThat(timeToLive("one")).isBetween(Duration.ofMinutes(110), Duration.ofHours(2));
    }

    @Test
    void eachLoadChoosesForItself() {
        load("one", TEXT, (context) -> {
            context.ttl(Duration.ofHours(2));
            return "text";
        });
        load("two", TEXT, (context) -> "text");
        assertThat(timeToLive("two")).isLessThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void chosenTagsJoinThoseOfThePolicy() {
        EntryPolicy tagged = TEXT.withTags("known");
        for (String tag : new String[] { "known", "chosen", "other" }) {
            load(tag, tagged, (context) -> {
                context.tags("chosen", "other");
                return "text";
            });
            assertThat(value(this.b, tag)).isEqualTo("text");
            this.a.invalidator().invalidateTags(tag);
            assertThat(value(this.a, tag)).as("on A after %s", tag).isNull();
            eventually().until(() -> value(this.b, tag) == null);
        }
    }

    @Test
    void valueThatIsNotToBeStoredIsTheCallersAlone() {
        assertThat(get(this.a, "one", TEXT, (context) -> {
            context.doNotStore();
            return "text";
        })).isEqualTo("text");
        assertThat(value(this.a, "one")).isNull();
        assertThat(value(this.b, "one")).isNull();
        assertThat(get(this.a, "one", TEXT, (context) -> "next")).isEqualTo("next");
        assertThat(this.a.cache(CACHE).count(CacheCounter.REFUSED_FILL)).isZero();
    }

    @Test
    void timeBelowAMillisecondIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> get(this.a, "one", TEXT, (context) -> {
            context.ttl(Duration.ofNanos(1));
            return "text";
        })).withMessageContaining("at least one millisecond");
    }

    /**
     * Methods that a cache annotation makes the loader.
     */
    @Nested
    class AnnotatedMethods {

        @Test
        void methodChooses() {
            try (CachingInstance application = CachingInstance.start(Beans.class)) {
                Documents documents = application.bean(Documents.class);
                assertThat(documents.shortLived("one")).isEqualTo("text 1");
                eventually().until(() -> !documents.shortLived("one").equals("text 1"));
                String tagged = documents.tagged("one");
                assertThat(documents.tagged("one")).isEqualTo(tagged);
                application.bean(CacheInvalidator.class).invalidateTags("chosen");
                assertThat(documents.tagged("one")).isNotEqualTo(tagged);
                String unstored = documents.unstored("one");
                assertThat(documents.unstored("one")).isNotEqualTo(unstored);
            }
        }

    }

    static class Documents {

        private final AtomicInteger loads = new AtomicInteger();

        @TieredCacheable(cache = "short", ttl = "10m")
        public String shortLived(String id) {
            LoadContext.current().ttl(Duration.ofMillis(1));
            return "text " + this.loads.incrementAndGet();
        }

        @TieredCacheable("tagged")
        public String tagged(String id) {
            LoadContext.current().tags("chosen");
            return "text " + this.loads.incrementAndGet();
        }

        @TieredCacheable("unstored")
        public String unstored(String id) {
            LoadContext.current().doNotStore();
            return "text " + this.loads.incrementAndGet();
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
