package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Caches whose values are made of those of others: {@code lists} of {@code airports},
 * {@code pages} of {@code lists} and of what has the tag {@code prices}.
 */
class DerivedCacheIntegrationTests {

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    private final Fleet fleet = new Fleet((builder) -> builder.cache("airports", new CacheSettingsBuilder())
        .cache("lists", new CacheSettingsBuilder().derivedFrom("airports"))
        .cache("pages", new CacheSettingsBuilder().derivedFrom("lists").derivedFromTags("prices"))
        .cache("strong", new CacheSettingsBuilder().derivedFrom("pages").consistency(Consistency.STRONG))
        .cache("others", new CacheSettingsBuilder()));

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * Ways to change what a cache holds.
     */
    enum Change {

        EVICT, EXPIRE, PUT, PENDING_PUT, OLDER_PUT, PUT_IF_ABSENT, PUT_HERE, CLEAR;

        void on(TestInstance instance) {
            TieredCache cache = instance.cache("airports");
            switch (this) {
                case EVICT -> cache.evict("HAM");
                case EXPIRE ->
                    instance.invalidator().invalidate(CacheInvalidation.none().key("airports", "HAM").asExpiry());
                case PUT -> cache.put("HAM", "new", TEXT);
                case PENDING_PUT -> cache.beginPut("HAM", TEXT).complete("new");
                case OLDER_PUT -> {
                    cache.put("HAM", "newer", TEXT.withVersion(2));
                    cache.put("HAM", "older", TEXT.withVersion(1));
                }
                case PUT_IF_ABSENT -> cache.putIfAbsent("HAM", "new");
                case PUT_HERE -> {
                    cache.mode(CacheMode.L1_ONLY);
                    cache.put("HAM", "new", TEXT);
                }
                case CLEAR -> cache.clear();
            }
        }

    }

    @ParameterizedTest
    @EnumSource
    void changeOfASourceInvalidatesAllThatIsDerivedFromIt(Change change) {
        warm();
        change.on(this.fleet.b());
        for (String cache : new String[] { "lists", "pages", "strong" }) {
            assertThat(lookup(this.fleet.b(), cache)).as("%s where it changed", cache).isNull();
            Fleet.eventually().until(() -> lookup(this.fleet.a(), cache) == null);
        }
        assertThat(lookup(this.fleet.a(), "others")).isEqualTo("old");
        assertThat(lookup(this.fleet.b(), "others")).isEqualTo("old");
    }

    @Test
    void changeOfADerivedCacheLeavesItsSourceAlone() {
        warm();
        this.fleet.b().cache("lists").evict("all");
        Fleet.eventually().until(() -> lookup(this.fleet.a(), "pages") == null);
        assertThat(lookup(this.fleet.a(), "airports")).isEqualTo("old");
        assertThat(lookup(this.fleet.b(), "airports")).isEqualTo("old");
    }

    @Test
    void tagOfASourceIsFollowedByName() {
        warm();
        this.fleet.b().invalidator().invalidateTags("prices");
        assertThat(lookup(this.fleet.b(), "pages")).isNull();
        Fleet.eventually().until(() -> lookup(this.fleet.a(), "pages") == null);
        Fleet.eventually().until(() -> lookup(this.fleet.a(), "strong") == null);
        assertThat(lookup(this.fleet.a(), "lists")).isEqualTo("old");
    }

    @Test
    void fillOfASourceInvalidatesNothing() throws Throwable {
        warm();
        this.fleet.b().cache("airports").get("BRE", TEXT, (context) -> "loaded");
        assertThat(lookup(this.fleet.b(), "lists")).isEqualTo("old");
        assertThat(lookup(this.fleet.a(), "lists")).isEqualTo("old");
    }

    /** B loads the list while A evicts an airport; B hears of it before or after. */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void lateLoadOfADerivedValueStaysOut(boolean heardBefore) {
        TestInstance b = this.fleet.b();
        b.bus().hold();
        Gate gate = new Gate();
        CompletableFuture<String> loading = this.fleet.start(() -> get(b, "lists", gate));
        gate.awaitReached();
        this.fleet.a().cache("airports").evict("HAM");
        if (heardBefore) {
            Fleet.deliver(b, 1);
        }
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo("old");
        Fleet.deliver(b, 1);
        Fleet.eventually().until(() -> ((DefaultTieredCache) b.cache("lists")).inFlight() == 0);
        assertThat(lookup(b, "lists")).isNull();
        assertThat(lookup(this.fleet.a(), "lists")).isNull();
    }

    private void warm() {
        for (String cache : new String[] { "airports", "lists", "pages", "strong", "others" }) {
            this.fleet.a().cache(cache).put("all", "old", TEXT);
        }
        Fleet.eventually().until(() -> this.fleet.b().bus().applied() >= 5 && this.fleet.a().bus().applied() >= 5);
        for (String cache : new String[] { "pages", "lists", "airports", "others", "strong" }) {
            open(this.fleet.a(), cache);
            open(this.fleet.b(), cache);
        }
    }

    /** Loads what the puts before it made dead, and keeps a copy. */
    private static void open(TestInstance instance, String cache) {
        Gate open = new Gate();
        open.open();
        assertThat(get(instance, cache, open)).isEqualTo("old");
        Fleet.eventually().until(() -> ((DefaultTieredCache) instance.cache(cache)).inFlight() == 0);
        assertThat(lookup(instance, cache)).isEqualTo("old");
    }

    private static String get(TestInstance instance, String cache, Gate gate) {
        try {
            return instance.cache(cache).get("all", TEXT, (context) -> {
                gate.pass();
                return "old";
            });
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static Object lookup(TestInstance instance, String cache) {
        TieredCache.CachedValue found = instance.cache(cache).lookup("all", TEXT);
        return (found != null) ? found.value() : null;
    }

}
