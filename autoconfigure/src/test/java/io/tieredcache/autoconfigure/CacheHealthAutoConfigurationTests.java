package io.tieredcache.autoconfigure;

import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.tieredcache.actuate.TieredCacheHealthIndicator;

import static org.assertj.core.api.Assertions.assertThat;

class CacheHealthAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class,
                CacheHealthAutoConfiguration.class))
        .withPropertyValues("spring.application.name=test", "spring.data.redis.port=1",
                "spring.data.redis.password=secret", "spring.data.redis.username=somebody",
                "tiered-cache.redis.timeout=100ms", "tiered-cache.invalidation.start-timeout=100ms",
                "tiered-cache.caches.orders.ttl=1m");

    @Test
    void cacheWithoutRedisIsDegraded() {
        this.contextRunner.run((context) -> {
            Health health = context.getBean(TieredCacheHealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(TieredCacheHealthIndicator.DEGRADED);
            assertThat(health.getDetails())
                .containsEntry("redis",
                        Map.of("default",
                                Map.of("state", "unreachable", "breaker", "CLOSED", "waiting", 0, "inFlight", 0,
                                        "refused", 0L)))
                .containsEntry("pendingInvalidations", 0)
                .containsEntry("l1", Map.of("UNPROVEN", 1))
                .containsKey("advice");
            assertThat(health.getDetails().get("channel"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("state", "CONNECTING")
                .containsEntry("provenAgo", "never");
            assertThat(health.toString()).doesNotContain("secret", "somebody", "localhost", "127.0.0.1");
        });
    }

    @Test
    void degradedTakesNobodyOutOfService() {
        Status degraded = TieredCacheHealthIndicator.DEGRADED;
        assertThat(HttpCodeStatusMapper.getDefault().getStatusCode(degraded)).isEqualTo(200);
        assertThat(StatusAggregator.getDefault().getAggregateStatus(degraded, Status.UP)).isEqualTo(Status.UP);
    }

    @Test
    void switchedOffByItsProperty() {
        this.contextRunner.withPropertyValues("management.health.tieredcache.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void switchedOffWithAllOthers() {
        this.contextRunner.withPropertyValues("management.health.defaults.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void backsOffWhenHealthIsMissing() {
        this.contextRunner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tieredCacheHealthIndicator"));
    }

    @Test
    void backsOffWithoutACache() {
        this.contextRunner.withPropertyValues("tiered-cache.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void indicatorOfTheApplicationWins() {
        HealthIndicator own = () -> Health.unknown().build();
        this.contextRunner.withBean("tieredCacheHealthIndicator", HealthIndicator.class, () -> own)
            .run((context) -> assertThat(context).getBean(HealthIndicator.class).isSameAs(own));
    }

}
