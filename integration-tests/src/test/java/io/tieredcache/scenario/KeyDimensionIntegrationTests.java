package io.tieredcache.scenario;

import java.util.List;
import java.util.function.Supplier;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.KeyDimension;
import io.tieredcache.MissingDimensionException;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * One tenant never reads what another one loaded, and without a tenant nothing is shared.
 */
class KeyDimensionIntegrationTests {

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class).withTags("prices");

    private static final String PRICES = "prices";

    private static final String RATES = "rates";

    private static final ThreadLocal<@Nullable Object> TENANT = new ThreadLocal<>();

    private final String namespace = TestInstance.newNamespace();

    private final TestInstance a = instance();

    private final TestInstance b = instance();

    private TestInstance instance() {
        return TestInstance.builder().namespace(this.namespace).dimension(new KeyDimension() {

            @Override
            public String name() {
                return "tenant";
            }

            @Override
            public @Nullable Object currentValue() {
                return TENANT.get();
            }

        })
            .cache(PRICES, new CacheSettingsBuilder().dimensions("tenant").dimensionTags(true))
            .cache(RATES, new CacheSettingsBuilder().dimensions("tenant"))
            .startLive();
    }

    @AfterEach
    void stop() {
        this.a.close();
        this.b.close();
    }

    @Test
    void withoutTenantEveryCallFailsAndNothingIsReadOrStored() {
        as("A", () -> load(this.a, PRICES, "price of A"));
        TieredCache cache = this.a.cache(PRICES);
        List<Supplier<?>> reads = List.of(() -> load(this.a, PRICES, "price of nobody"),
                () -> cache.lookup("sku", TEXT), () -> cache.get("sku"), () -> cache.get("sku", String.class),
                () -> cache.get("sku", () -> "x"), () -> String.valueOf(cache.retrieve("sku")),
                () -> String.valueOf(cache.retrieve("sku", () -> {
                    throw new AssertionError("must not be asked");
                })));
        List<Runnable> writes = List.of(() -> cache.put("sku", "x"), () -> cache.put("sku", "x", TEXT),
                () -> cache.putIfAbsent("sku", "x"), () -> cache.beginPut("sku", TEXT), () -> cache.evict("sku"),
                () -> cache.evictIfPresent("sku"), () -> this.a.invalidator()
                    .invalidate(CacheInvalidation.none().tagsWithin(List.of("tenant"), List.of("prices"))));
        long loads = cache.count(CacheCounter.LOAD);
        try (RawRedis redis = RawRedis.shared()) {
            reads.forEach((read) -> assertFailsClosed(read::get));
            writes.forEach((write) -> assertFailsClosed(write::run));
            assertThat(cache.count(CacheCounter.LOAD)).isEqualTo(loads);
            assertThat(redis.exists("tc:" + this.namespace + ":prices:v1:{s:sku}")).isFalse();
        }
        assertThat(as("A", () -> value(this.b, PRICES))).isEqualTo("price of A");
    }

    @Test
    void tenantNeverReadsWhatAnotherLoaded() {
        as("A", () -> load(this.a, PRICES, "price of A"));
        for (TestInstance instance : List.of(this.a, this.b)) {
            assertThat(as("B", () -> value(instance, PRICES))).isEqualTo("nothing");
            assertThat(as("a", () -> value(instance, PRICES))).isEqualTo("nothing");
            assertThat(as("", () -> value(instance, PRICES))).isEqualTo("nothing");
            assertThat(as(1, () -> value(instance, PRICES))).isEqualTo("nothing");
        }
        as("B", () -> load(this.b, PRICES, "price of B"));
        assertThat(as("A", () -> value(this.b, PRICES))).isEqualTo("price of A");
        assertThat(as("B", () -> value(this.a, PRICES))).isEqualTo("price of B");
    }

    @Test
    void numberAndTextOfATenantDiffer() {
        as(1, () -> load(this.a, PRICES, "price of number 1"));
        as("1", () -> load(this.a, PRICES, "price of text 1"));
        assertThat(as(1, () -> value(this.b, PRICES))).isEqualTo("price of number 1");
        assertThat(as("1", () -> value(this.b, PRICES))).isEqualTo("price of text 1");
        assertThat(as(1L, () -> value(this.b, PRICES))).isEqualTo("nothing");
    }

    @Test
    void evictionReachesTheOwnTenantOnly() {
        loadBoth(PRICES);
        as("A", () -> {
            this.a.cache(PRICES).evict("sku");
            return "";
        });
        await().atMost(Reads.SOON).until(() -> as("A", () -> value(this.b, PRICES)).equals("nothing"));
        assertThat(as("B", () -> value(this.b, PRICES))).isEqualTo("price of B");
        assertThat(as("B", () -> value(this.a, PRICES))).isEqualTo("price of B");
    }

    @Test
    void scopedTagReachesTheOwnTenantOnly() {
        loadBoth(PRICES);
        as("A", () -> {
            this.a.invalidator().invalidate(CacheInvalidation.none().tagsWithin(List.of("tenant"), List.of("prices")));
            return "";
        });
        assertThat(as("A", () -> value(this.a, PRICES))).isEqualTo("nothing");
        await().atMost(Reads.SOON).until(() -> as("A", () -> value(this.b, PRICES)).equals("nothing"));
        assertThat(as("B", () -> value(this.b, PRICES))).isEqualTo("price of B");
        assertThat(as("B", () -> value(this.a, PRICES))).isEqualTo("price of B");
    }

    @Test
    void plainTagReachesAllTenantsOfCachesWithoutScopedTags() {
        loadBoth(RATES);
        loadBoth(PRICES);
        this.a.invalidator().invalidateTags("prices");
        assertThat(as("A", () -> value(this.a, RATES))).isEqualTo("nothing");
        assertThat(as("B", () -> value(this.a, RATES))).isEqualTo("nothing");
        await().atMost(Reads.SOON).until(() -> as("B", () -> value(this.b, RATES)).equals("nothing"));
        assertThat(as("A", () -> value(this.a, PRICES))).isEqualTo("price of A");
    }

    @Test
    void clearReachesAllTenantsAndLeavesNobodyTheValueOfAnother() {
        loadBoth(PRICES);
        this.a.cache(PRICES).clear();
        for (String each : List.of("A", "B")) {
            assertThat(as(each, () -> value(this.a, PRICES))).isEqualTo("nothing");
            await().atMost(Reads.SOON).until(() -> as(each, () -> value(this.b, PRICES)).equals("nothing"));
        }
        as("A", () -> load(this.a, PRICES, "new price of A"));
        assertThat(as("B", () -> value(this.a, PRICES))).isEqualTo("nothing");
        assertThat(as("B", () -> value(this.b, PRICES))).isEqualTo("nothing");
    }

    @Test
    void tenantThatLooksLikeAnotherKeyReadsNothingOfIt() {
        as("A", () -> load(this.a, PRICES, "price of A"));
        for (String odd : List.of("A~s:sku", "A|tenant=s:A", "s:A", "p2~s:A~s:sku", "A}", "{A")) {
            assertThat(as(odd, () -> value(this.a, PRICES))).isEqualTo("nothing");
            as(odd, () -> load(this.a, PRICES, "price of " + odd));
        }
        assertThat(as("A", () -> value(this.a, PRICES))).isEqualTo("price of A");
        assertThat(as("A", () -> value(this.b, PRICES))).isEqualTo("price of A");
    }

    private static void assertFailsClosed(ThrowingCallable call) {
        assertThatExceptionOfType(MissingDimensionException.class).isThrownBy(call).withMessageContaining("tenant");
    }

    private void loadBoth(String cache) {
        as("A", () -> load(this.a, cache, "price of A"));
        as("B", () -> load(this.a, cache, "price of B"));
        assertThat(as("A", () -> value(this.b, cache))).isEqualTo("price of A");
        assertThat(as("B", () -> value(this.b, cache))).isEqualTo("price of B");
    }

    private static String load(TestInstance instance, String cache, String value) {
        long fills = instance.cache(cache).count(CacheCounter.FILL);
        String read = Reads.get(instance.cache(cache), "sku", TEXT, (context) -> value);
        Reads.awaitFills(instance.cache(cache), fills + 1);
        return read;
    }

    private static String value(TestInstance instance, String cache) {
        TieredCache.CachedValue found = instance.cache(cache).lookup("sku", TEXT);
        return (found != null) ? String.valueOf(found.value()) : "nothing";
    }

    private String as(Object current, Supplier<String> action) {
        TENANT.set(current);
        try {
            return action.get();
        }
        finally {
            TENANT.remove();
        }
    }

}
