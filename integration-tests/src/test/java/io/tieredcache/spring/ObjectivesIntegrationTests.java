package io.tieredcache.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheSlos;
import io.tieredcache.SloObjective;
import io.tieredcache.SloStatus;
import io.tieredcache.actuate.TieredCacheHealthIndicator;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.autoconfigure.CacheHealthAutoConfiguration;
import io.tieredcache.autoconfigure.CacheMetricsAutoConfiguration;
import io.tieredcache.metrics.SloMetrics;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an application does counts for the objectives of its caches: each cache has one
 * whose limit nothing keeps to, or nothing exceeds.
 */
class ObjectivesIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static ApplicationInstance instance;

    @BeforeAll
    static void start() {
        instance = ApplicationInstance.start(TestInstance.newNamespace(), List.of(
                "tiered-cache.caches.strict.slo.hit-ratio=0.9", "tiered-cache.caches.strict.slo.miss-penalty=1ms",
                "tiered-cache.caches.strict.slo.stale-share=0.01", "tiered-cache.caches.strict.slo.invalidation-lag=1m",
                "tiered-cache.caches.lenient.slo.miss-penalty=1h",
                "tiered-cache.caches.lenient.slo.invalidation-lag=1h", "tiered-cache.audit.share=1",
                "tiered-cache.audit.max-rate=100", "tiered-cache.audit.max-rate-per-cache=100"), Application.class);
        instance.bean(SloMetrics.class).bindTo(registry);
    }

    @AfterAll
    static void close() {
        instance.close();
    }

    @Test
    void whatAnApplicationDoesCountsForItsObjectives() {
        Prices prices = instance.bean(Prices.class);
        assertThat(prices.strict("a") + prices.strict("a") + prices.lenient("a")).isEqualTo("111");
        assertStatus("strict", SloObjective.HIT_RATIO, 2, 1);
        assertStatus("strict", SloObjective.MISS_PENALTY, 1, 1);
        assertStatus("lenient", SloObjective.MISS_PENALTY, 1, 0);
        prices.change(2);
        await().atMost(PATIENCE).until(() -> {
            prices.strict("a");
            return status("strict", SloObjective.STALE_SHARE).errors() > 0;
        });
        instance.bean(CacheInvalidator.class)
            .invalidate(CacheInvalidation.none().key("strict", "a").since(Instant.now().minus(Duration.ofMinutes(2))));
        await().atMost(PATIENCE).until(() -> status("strict", SloObjective.INVALIDATION_LAG).errors() == 1);
        assertThat(status("lenient", SloObjective.INVALIDATION_LAG)).satisfies((lag) -> {
            assertThat(lag.events()).isPositive();
            assertThat(lag.errors()).isZero();
        });
        assertThat(registry.get(SloMetrics.BURN).tags("cache", "strict", "objective", "miss-penalty").gauge().value())
            .isGreaterThan(99);
        assertThat(registry.get(SloMetrics.BURN).tags("cache", "lenient", "objective", "miss-penalty").gauge().value())
            .isZero();
        Health health = instance.bean(TieredCacheHealthIndicator.class).health();
        assertThat(health).isNotNull();
        assertThat(health.getStatus()).as("of an instance that burns its budgets").isEqualTo(Status.UP);
        assertThat(health.getDetails().get("slo")).asInstanceOf(InstanceOfAssertFactories.list(Map.class))
            .extracting((objective) -> objective.get("cache") + " " + objective.get("objective"))
            .contains("strict MISS_PENALTY", "strict STALE_SHARE", "strict INVALIDATION_LAG")
            .noneMatch((objective) -> objective.startsWith("lenient"));
    }

    private static void assertStatus(String cache, SloObjective objective, long events, long errors) {
        SloStatus status = status(cache, objective);
        assertThat(status.events()).as("events").isEqualTo(events);
        assertThat(status.errors()).as("errors").isEqualTo(errors);
    }

    private static SloStatus status(String cache, SloObjective objective) {
        return instance.bean(CacheSlos.class)
            .of(cache)
            .stream()
            .filter((status) -> status.objective() == objective)
            .findFirst()
            .orElseThrow();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ CacheMetricsAutoConfiguration.class, CacheHealthAutoConfiguration.class })
    static class Application {

        @Bean
        Prices prices() {
            return new Prices();
        }

    }

    static class Prices {

        private volatile int price = 1;

        public void change(int next) {
            this.price = next;
        }

        @TieredCacheable(cache = "strict", key = "#item")
        public String strict(String item) {
            // A source that takes longer than the objective allows.
            for (long begun = System.nanoTime(); System.nanoTime() - begun < 5_000_000;) {
                Thread.onSpinWait();
            }
            return String.valueOf(this.price);
        }

        @TieredCacheable(cache = "lenient", key = "#item")
        public String lenient(String item) {
            return String.valueOf(this.price);
        }

    }

}
