package io.tieredcache.spring;

import java.time.Duration;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.ChannelState;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.testing.RedisFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One instance of a Spring Boot application. Several of them with one namespace are a
 * fleet.
 */
final class ApplicationInstance implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private ApplicationInstance(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts an instance and waits until its channel is live.
     * @param namespace the namespace
     * @param components the application's beans
     */
    static ApplicationInstance start(String namespace, Class<?>... components) {
        RedisFixture redis = RedisFixture.shared();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(CachingApplication.class)
            .sources(components)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("tiered-cache.namespace=" + namespace, "spring.data.redis.host=" + redis.host(),
                    "spring.data.redis.port=" + redis.port(), "tiered-cache.redis.timeout=5s",
                    "tiered-cache.invalidation.start-timeout=10s", "tiered-cache.defaults.staleness-bound=1m")
            .run();
        ApplicationInstance instance = new ApplicationInstance(context);
        await().atMost(Duration.ofSeconds(20))
            .until(() -> instance.bean(InvalidationChannel.class).state() == ChannelState.LIVE);
        return instance;
    }

    <T> T bean(Class<T> type) {
        return this.context.getBean(type);
    }

    TieredCache cache(String name) {
        TieredCache cache = bean(TieredCacheManager.class).getCache(name);
        assertThat(cache).isNotNull();
        return cache;
    }

    @Override
    public void close() {
        this.context.close();
    }

}
