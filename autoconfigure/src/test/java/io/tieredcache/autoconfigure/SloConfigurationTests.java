package io.tieredcache.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.tieredcache.CacheSlos;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.SloObjective;
import io.tieredcache.SloStatus;
import io.tieredcache.actuate.TieredCacheHealthIndicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SloConfigurationTests {

    private final ApplicationContextRunner contextRunner = CacheContexts.runner()
        .withPropertyValues("tiered-cache.invalidation.start-timeout=100ms", "tiered-cache.redis.timeout=100ms",
                "tiered-cache.caches.orders.ttl=1m");

    @Test
    void nothingRunsWithoutObjectives() {
        this.contextRunner.run((context) -> {
            assertThat(context.getBean(CacheSlos.class).all()).isEmpty();
            assertThat(threads()).noneMatch((name) -> name.startsWith("tiered-cache-slo"));
        });
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    /**
     * A cache's own objectives come before those of the defaults.
     */
    @Test
    void objectivesFallThroughToTheDefaults() {
        this.contextRunner
            .withPropertyValues("tiered-cache.defaults.slo.hit-ratio=0.8",
                    "tiered-cache.caches.orders.slo.hit-ratio=0.9", "tiered-cache.caches.orders.slo.miss-penalty=50",
                    "tiered-cache.caches.orders.slo.within=0.95", "tiered-cache.caches.items.ttl=1m",
                    "tiered-cache.slo.window=1m")
            .run((context) -> {
                CacheSlos slos = context.getBean(CacheSlos.class);
                assertThat(slos.window()).hasMinutes(1);
                assertThat(slos.all())
                    .extracting(SloStatus::cache, SloStatus::objective, SloConfigurationTests::percent)
                    .containsExactly(tuple("items", SloObjective.HIT_RATIO, 20L),
                            tuple("orders", SloObjective.HIT_RATIO, 10L),
                            tuple("orders", SloObjective.MISS_PENALTY, 5L));
            });
    }

    private static long percent(SloStatus status) {
        return Math.round(status.allowed() * 100);
    }

    /**
     * With objectives the health says which of them are burnt, and is no worse for it.
     */
    @Test
    void healthTellsOfObjectives() {
        ApplicationContextRunner withHealth = this.contextRunner
            .withConfiguration(AutoConfigurations.of(CacheHealthAutoConfiguration.class));
        withHealth.run((context) -> assertThat(details(context.getBean(TieredCacheHealthIndicator.class)))
            .doesNotContainKey("slo"));
        withHealth.withPropertyValues("tiered-cache.defaults.slo.hit-ratio=0.8")
            .run((context) -> assertThat(details(context.getBean(TieredCacheHealthIndicator.class)))
                .containsEntry("slo", List.of()));
    }

    private static Map<String, Object> details(TieredCacheHealthIndicator health) {
        return health.health().getDetails();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(arguments("tiered-cache.slo.window=5s", "'tiered-cache.slo.window' is 5s, shorter than 10s."),
                arguments("tiered-cache.defaults.slo.hit-ratio=1",
                        "'tiered-cache.defaults.slo.hit-ratio' must be above 0 and below 1, found 1.0."),
                arguments("tiered-cache.caches.orders.slo.stale-share=0",
                        "'tiered-cache.caches.orders.slo.stale-share' must be above 0 and below 1"),
                arguments("tiered-cache.caches.orders.slo.within=2", "slo.within' must be above 0 and below 1"),
                arguments("tiered-cache.caches.orders.slo.miss-penalty=0",
                        "'tiered-cache.caches.orders.slo.miss-penalty' must be a positive time"),
                arguments("tiered-cache.caches.orders.slo.invalidation-lag=-1s",
                        "'tiered-cache.caches.orders.slo.invalidation-lag' must be a positive time"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeStopsTheStart(String property, String message) {
        this.contextRunner.withPropertyValues(property)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(InvalidTieredCacheConfigurationException.class)
                .hasMessageContaining(message));
    }

}
