package io.tieredcache.strong;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;
import io.tieredcache.testing.RedisFixture;

/**
 * An application with one cache.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class })
class StrongApplication {

    static final String CACHE = "stock";

    /**
     * Starts the application.
     * @param namespace the namespace
     * @param properties further properties
     */
    static ConfigurableApplicationContext start(String namespace, String... properties) {
        RedisFixture redis = RedisFixture.shared();
        List<String> all = new ArrayList<>(
                List.of("tiered-cache.namespace=" + namespace, "spring.data.redis.host=" + redis.host(),
                        "spring.data.redis.port=" + redis.port(), "tiered-cache.redis.timeout=20s",
                        "tiered-cache.redis.min-timeout=20s", "tiered-cache.invalidation.start-timeout=20s"));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(StrongApplication.class).web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(all.toArray(String[]::new))
            .run();
    }

    @Bean
    Stock stock() {
        return new Stock();
    }

    /**
     * What is cached, written without transactions.
     */
    static class Stock {

        final AtomicInteger pieces = new AtomicInteger();

        final AtomicInteger loads = new AtomicInteger();

        @TieredCacheable(cache = CACHE, key = "#id", tags = "shelf:#{#id}")
        public int find(String id) {
            this.loads.incrementAndGet();
            return this.pieces.get();
        }

        @TieredCacheEvict(cache = CACHE, key = "#id")
        public void update(String id, Runnable change) {
            change.run();
        }

        @TieredCacheEvict(cache = CACHE, key = "#id", beforeInvocation = true)
        public void updateEvictedBefore(String id, Runnable change) {
            change.run();
        }

        @InvalidateTags("shelf:#{#id}")
        public void updateByTag(String id, Runnable change) {
            change.run();
        }

        @TieredCachePut(cache = CACHE, key = "#id")
        public int put(String id, Runnable change) {
            change.run();
            return this.pieces.get();
        }

    }

}
