package io.tieredcache.contract;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheContract;
import io.tieredcache.CacheContracts;
import io.tieredcache.CacheUse;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.annotation.InvalidateOn;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Contracts of an application without Redis: they depend on code and settings only.
 */
class CacheContractsTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class,
                CacheAutoConfiguration.class))
        .withUserConfiguration(Caching.class)
        .withBean(Orders.class)
        .withBean(OrderRules.class)
        .withBean(Prices.class)
        .withPropertyValues("spring.application.name=test", "spring.data.redis.port=1",
                "tiered-cache.redis.timeout=100ms", "tiered-cache.invalidation.start-timeout=1ms",
                "tiered-cache.defaults.contract.owner=team shop", "tiered-cache.caches.orders.ttl=90s",
                "tiered-cache.caches.orders.stale.if-error=1h", "tiered-cache.caches.orders.contract.owner=team orders",
                "tiered-cache.caches.orders.contract.purpose=Orders as the shop shows them",
                "tiered-cache.caches.orders.contract.classification=personal",
                "tiered-cache.caches.orders.contract.notes=Clear it after a restore.\nThen tell the shop.",
                "tiered-cache.caches.empty.consistency=eventual");

    @Test
    void contractTellsWhoDoesWhat() {
        this.contextRunner.run((context) -> {
            CacheContracts contracts = context.getBean(CacheContracts.class);
            assertThat(contracts.caches()).extracting(CacheContract::cache)
                .containsExactly("empty", "orders", "prices");
            CacheContract orders = contracts.caches().get(1);
            assertThat(orders.text().owner()).isEqualTo("team orders");
            assertThat(orders.policy()).containsEntry("ttl", "90s")
                .containsEntry("staleness-bound", "5s")
                .containsEntry("stale.if-error", "1h");
            assertThat(orders.uses()).extracting(CacheUse::kind, CacheUse::place)
                .containsExactly(tuple(CacheUse.Kind.READ, "CacheContractsTests.Orders.find(long)"),
                        tuple(CacheUse.Kind.PUT, "CacheContractsTests.Orders.update(String)"),
                        tuple(CacheUse.Kind.EVICT, "CacheContractsTests.Orders.forget(long)"),
                        tuple(CacheUse.Kind.CLEAR, "CacheContractsTests.OrderRules on CacheContractsTests.Restored"));
            assertThat(orders.uses().get(0).tags()).containsExactly("order:#{#id}", "all-orders");
            assertThat(orders.uses().get(0).times()).containsExactly(entry("ttl", "5m"));
            assertThat(orders.tagInvalidations()).extracting(CacheUse::place)
                .containsExactly("CacheContractsTests.OrderRules on CacheContractsTests.Restored",
                        "CacheContractsTests.Orders.ship(long)");
            CacheContract prices = contracts.caches().get(2);
            assertThat(prices.text().owner()).isEqualTo("team shop");
            assertThat(prices.uses()).extracting(CacheUse::kind)
                .containsExactly(CacheUse.Kind.READ, CacheUse.Kind.CLEAR);
        });
    }

    @Test
    void documentSaysTheSameEachTime() {
        this.contextRunner.run((context) -> {
            String first = context.getBean(CacheContracts.class).toMarkdown();
            this.contextRunner.run((other) -> {
                other.getBean(TieredCacheManager.class).getCache("made on demand");
                assertThat(other.getBean(CacheContracts.class).toMarkdown()).isEqualTo(first);
            });
            assertThat(first.lines()).containsSubsequence("## Cache `orders`", "- Owner: team orders",
                    "- Data classification: personal", "| `ttl` | 90s |", "### Keys",
                    "- `CacheContractsTests.Orders.forget(long)`: evicts `#id`", "Clear it after a restore.",
                    "Then tell the shop.", "## Cache `prices`", "## Invalidation of tags");
            assertThat(first).doesNotContain("made on demand");
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {

    }

    record Restored(long id) {

    }

    static class Orders {

        @TieredCacheable(cache = "orders", key = "#id", tags = { "order:#{#id}", "all-orders" }, ttl = "5m")
        public Optional<String> find(long id) {
            return Optional.empty();
        }

        @TieredCachePut(cache = "orders", key = "#result")
        public String update(String order) {
            return order;
        }

        @TieredCacheEvict(cache = "orders", key = "#id")
        public void forget(long id) {
        }

        @InvalidateTags({ "order:#{#id}", "shelf:#{#id}" })
        public void ship(long id) {
        }

        @InvalidateTags("shelf:#{#id}")
        public void tidy(long id) {
        }

    }

    @InvalidateOn(event = Restored.class, tags = "all-orders", caches = "orders")
    static class OrderRules {

    }

    static class Prices {

        @Cacheable(cacheNames = "prices", key = "#sku")
        public String price(String sku) {
            return sku;
        }

        @CacheEvict(cacheNames = "prices", allEntries = true)
        public List<String> reload() {
            return List.of();
        }

    }

}
