package io.tieredcache.scenario;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two applications on one Redis, and caches that not all instances have yet.
 */
class NamespaceIntegrationTests {

    private static final String CACHE = "airports";

    private final AirportSource source = new AirportSource();

    @Test
    void namespacesShareNeitherEntriesNorMessages() {
        for (String suffix : List.of("-2", ":inv", ":" + CACHE, "}", ":{x}")) {
            String name = TestInstance.newNamespace();
            try (TestInstance shop = TestInstance.builder().namespace(name).startLive();
                    TestInstance stock = TestInstance.builder().namespace(name + suffix).startLive()) {
                Airport ofShop = this.source.read(shop.cache(CACHE), "HAM");
                Reads.awaitFills(shop.cache(CACHE), 1);
                this.source.change();
                Airport ofStock = this.source.read(stock.cache(CACHE), "HAM");
                assertThat(ofStock).isNotEqualTo(ofShop).isEqualTo(this.source.current());
                Reads.awaitFills(stock.cache(CACHE), 1);
                shop.invalidator().invalidateTags("airports");
                shop.invalidator().clear(CACHE);
                shop.cache(CACHE).evict("HAM");
                shop.invalidator().invalidate(CacheInvalidation.none().wholeNamespace());
                await().atMost(Reads.SOON).until(() -> shop.bus().arrived() == 4);
                this.source.change();
                assertThat(this.source.read(stock.cache(CACHE), "HAM")).isEqualTo(ofStock);
                assertThat(stock.cache(CACHE).count(CacheCounter.L1_HIT)).isEqualTo(1);
                assertThat(this.source.read(shop.cache(CACHE), "HAM")).isEqualTo(this.source.current());
                assertThat(stock.bus().arrived()).isZero();
                assertThat(stock.channel().malformed()).isZero();
            }
        }
    }

    @Test
    void invalidationOfACacheThatAnInstanceDoesNotHaveYetIsNotLost() {
        String namespace = TestInstance.newNamespace();
        try (TestInstance a = TestInstance.builder().namespace(namespace).startLive();
                TestInstance b = TestInstance.builder().namespace(namespace).startLive()) {
            this.source.read(a.cache(CACHE), "HAM");
            this.source.read(a.cache(CACHE), "AMS");
            Reads.awaitFills(a.cache(CACHE), 2);
            Airport changed = this.source.change();
            a.cache(CACHE).evict("HAM");
            a.cache(CACHE).clear();
            await().atMost(Reads.SOON).until(() -> b.bus().arrived() == 2);
            assertThat(b.channel().malformed()).isZero();
            assertThat(b.manager().getCacheNames()).doesNotContain(CACHE);
            TieredCache late = b.cache(CACHE);
            assertThat(this.source.read(late, "HAM")).isEqualTo(changed);
            assertThat(this.source.read(late, "AMS")).isEqualTo(changed);
        }
    }

    @Test
    void otherSchemaVersionsDoNotSeeEachOther() {
        String namespace = TestInstance.newNamespace();
        try (TestInstance older = TestInstance.builder().namespace(namespace).startLive();
                TestInstance newer = TestInstance.builder()
                    .namespace(namespace)
                    .defaults(new CacheSettingsBuilder().schema(2))
                    .startLive()) {
            Airport first = this.source.read(older.cache(CACHE), "HAM");
            Reads.awaitFills(older.cache(CACHE), 1);
            Airport second = this.source.change();
            assertThat(this.source.read(newer.cache(CACHE), "HAM")).isEqualTo(second);
            assertThat(newer.cache(CACHE).count(CacheCounter.UNREADABLE_ENTRY)).isZero();
            assertThat(this.source.read(older.cache(CACHE), "HAM")).isEqualTo(first);
            Airport third = this.source.change();
            newer.cache(CACHE).clear();
            await().atMost(Reads.SOON)
                .untilAsserted(() -> assertThat(this.source.read(older.cache(CACHE), "HAM")).isEqualTo(third));
        }
    }

}
