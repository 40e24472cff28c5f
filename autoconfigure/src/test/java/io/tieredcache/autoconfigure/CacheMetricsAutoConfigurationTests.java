package io.tieredcache.autoconfigure;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheTagContributor;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.metrics.CacheMeters;
import io.tieredcache.metrics.CacheObservations;
import io.tieredcache.metrics.TaggedReadMetrics;

import static org.assertj.core.api.Assertions.assertThat;

class CacheMetricsAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = CacheContexts.runner()
        .withConfiguration(AutoConfigurations.of(CacheMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
                org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration.class))
        .withPropertyValues("tiered-cache.redis.timeout=100ms", "tiered-cache.invalidation.start-timeout=100ms",
                "tiered-cache.caches.orders.ttl=1m")
        .withUserConfiguration(Caching.class);

    @Test
    void declaredCacheHasItsMetersFromTheStart() {
        this.contextRunner.run((context) -> {
            assertThat(reads(context, "orders")).hasSize(9).allMatch((counter) -> counter.count() == 0);
            assertThat(registry(context).get("tiered.cache.loads").tag("cache", "orders").timers()).hasSize(8);
        });
    }

    @Test
    void cacheOnDemandHasItsMetersOnceItIsMade() {
        this.contextRunner.run((context) -> {
            assertThat(registry(context).find("tiered.cache.reads").tag("cache", "late").meters()).isEmpty();
            TieredCache cache = cache(context, "late");
            assertThat(reads(context, "late")).hasSize(9).allMatch((counter) -> counter.count() == 0);
            cache.get("key", () -> "value");
            assertThat(reads(context, "late").stream().mapToDouble(FunctionCounter::count).sum()).isOne();
        });
    }

    @Test
    void cachesHaveTheMetersOfBoot() {
        this.contextRunner.run((context) -> {
            for (String name : List.of("orders", "late")) {
                TieredCache cache = cache(context, name);
                cache.get("key", () -> "value");
                Map<String, String> tags = Map.of("cache", name, "name", name, "cache.manager", "tiered");
                String[] pairs = tags.entrySet()
                    .stream()
                    .flatMap((tag) -> List.of(tag.getKey(), tag.getValue()).stream())
                    .toArray(String[]::new);
                MeterRegistry registry = registry(context);
                assertThat(registry.get("cache.gets").tags(pairs).tag("result", "miss").functionCounter().count())
                    .as(name)
                    .isOne();
                assertThat(registry.get("cache.gets").tags(pairs).functionCounters()).hasSize(2);
                assertThat(registry.get("cache.puts").tags(pairs).functionCounter().count()).isOne();
                assertThat(registry.get("cache.evictions").tags(pairs).functionCounter().count()).isZero();
                assertThat(registry.get("cache.size").tags(pairs).gauge().value()).isBetween(0.0, 1.0);
            }
        });
    }

    @Test
    void cachesBesideAnotherManagerHaveTheMetersOfBootToo() {
        this.contextRunner.withBean(CacheManager.class, ConcurrentMapCacheManager::new)
            .run((context) -> assertThat(registry(context).get("cache.gets")
                .tags("cache", "orders", "cache.manager", "tiered")
                .functionCounters()).hasSize(2));
    }

    @Test
    void readsHaveNoTagsOfTheirOwnUnlessABeanGivesThem() {
        this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(TaggedReadMetrics.class));
        this.contextRunner.withBean(CacheTagContributor.class, FailingContributor::new).run((context) -> {
            cache(context, "orders").get("key", () -> "value");
            assertThat(registry(context).get(TaggedReadMetrics.NAME)
                .tags("cache", "orders", "tag", "tenant", "value", "none", "result", "miss")
                .counter()
                .count()).isOne();
        });
    }

    @Test
    void observesIntoTheRegistry() {
        ObservationRegistry observations = ObservationRegistry.create();
        int[] ended = new int[1];
        observations.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

            @Override
            public void onStop(Observation.Context context) {
                if ("tiered.cache.load".equals(context.getName())) {
                    ended[0]++;
                }
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

        });
        ApplicationContextRunner observed = this.contextRunner.withBean(ObservationRegistry.class, () -> observations);
        observed.run((context) -> cache(context, "orders").get("key", () -> "value"));
        assertThat(ended[0]).isOne();
        observed.withPropertyValues("tiered-cache.observations.enabled=false").run((context) -> {
            assertThat(context).doesNotHaveBean(CacheObservations.class);
            cache(context, "orders").get("key", () -> "value");
        });
        assertThat(ended[0]).isOne();
    }

    @Test
    void worksWithoutMicrometer() {
        this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
            assertThat(context).hasNotFailed().doesNotHaveBean("tieredCacheMeters");
            assertThat(cache(context, "orders").get("key", () -> "value")).isEqualTo("value");
        });
    }

    @Test
    void metersOfTheApplicationWin() {
        CacheMeters own = new CacheMeters();
        this.contextRunner.withBean(CacheMeters.class, () -> own)
            .run((context) -> assertThat(context).getBean(CacheMeters.class).isSameAs(own));
    }

    @Test
    void backsOffWithoutACache() {
        this.contextRunner.withPropertyValues("tiered-cache.enabled=false")
            .run((context) -> assertThat(context.getBeansOfType(MeterBinder.class))
                .allSatisfy((name, binder) -> assertThat(binder.getClass().getName()).doesNotContain("tieredcache")));
    }

    private static List<FunctionCounter> reads(ApplicationContext context, String cache) {
        return List.copyOf(registry(context).get("tiered.cache.reads").tag("cache", cache).functionCounters());
    }

    private static MeterRegistry registry(ApplicationContext context) {
        return context.getBean(MeterRegistry.class);
    }

    private static TieredCache cache(ApplicationContext context, String name) {
        TieredCache cache = context.getBean("tieredCacheManager", TieredCacheManager.class).getCache(name);
        assertThat(cache).isNotNull();
        return cache;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {

    }

    private static final class FailingContributor implements CacheTagContributor {

        @Override
        public String tag() {
            return "tenant";
        }

        @Override
        public @Nullable String value(String cache, Object key) {
            throw new IllegalStateException("no tenant");
        }

    }

}
