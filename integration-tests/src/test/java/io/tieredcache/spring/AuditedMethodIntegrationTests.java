package io.tieredcache.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.StalenessAudit;
import io.tieredcache.StalenessFinding;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessListener;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The audit of an application as Spring sets it up, on its own thread: methods are called
 * again as the readers called them.
 */
class AuditedMethodIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void staleResultOfAMethodIsFound(Style style) {
        try (ApplicationInstance instance = ApplicationInstance.start(TestInstance.newNamespace(),
                List.of("tiered-cache.audit.share=1", "tiered-cache.audit.max-rate=100",
                        "tiered-cache.audit.max-rate-per-cache=100"),
                Application.class)) {
            Prices prices = instance.bean(Prices.class);
            PriceList list = instance.bean(PriceList.class);
            StalenessAudit audit = instance.bean(StalenessAudit.class);
            assertThat(style.read(prices, "a")).isEqualTo("1 for a");
            assertThat(style.read(prices, "a")).isEqualTo("1 for a");
            await().atMost(PATIENCE).until(() -> figures(audit, style).outcome(AuditOutcome.SAME) == 1);
            list.price = 2;
            assertThat(style.read(prices, "a")).as("nobody invalidated").isEqualTo("1 for a");
            await().atMost(PATIENCE).until(() -> figures(audit, style).stale(StalenessHorizon.SECOND) == 1);
            instance.cache(style.cache).evict("a");
            assertThat(instance.bean(Findings.class).all).extracting(StalenessFinding::cache).containsOnly(style.cache);
            assertThat(list.threads).containsOnly(Thread.currentThread().getName(), "tiered-cache-audit");
        }
        await().atMost(PATIENCE).until(() -> !isAuditing());
    }

    private static AuditFigures figures(StalenessAudit audit, Style style) {
        AuditFigures figures = audit.figures(style.cache);
        assertThat(figures).isNotNull();
        return figures;
    }

    private static boolean isAuditing() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .anyMatch((thread) -> "tiered-cache-audit".equals(thread.getName()));
    }

    enum Style {

        TIERED("prices"), SPRING("spring-prices");

        private final String cache;

        Style(String cache) {
            this.cache = cache;
        }

        private String read(Prices prices, String item) {
            return (this == TIERED) ? prices.tiered(item) : prices.spring(item);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        PriceList priceList() {
            return new PriceList();
        }

        @Bean
        Prices prices(PriceList list) {
            return new Prices(list);
        }

        @Bean
        Findings findings() {
            return new Findings();
        }

    }

    static class Findings implements StalenessListener {

        private final List<StalenessFinding> all = new CopyOnWriteArrayList<>();

        @Override
        public void onStaleness(StalenessFinding finding) {
            this.all.add(finding);
        }

    }

    static class PriceList {

        private final List<String> threads = new CopyOnWriteArrayList<>();

        private volatile int price = 1;

        private String answer(String item) {
            this.threads.add(Thread.currentThread().getName());
            return this.price + " for " + item;
        }

    }

    static class Prices {

        private final PriceList list;

        Prices(PriceList list) {
            this.list = list;
        }

        @TieredCacheable(cache = "prices", key = "#item")
        public String tiered(String item) {
            return this.list.answer(item);
        }

        @Cacheable(cacheNames = "spring-prices", sync = true)
        public String spring(String item) {
            return this.list.answer(item);
        }

    }

}
