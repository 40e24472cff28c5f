package io.tieredcache.load;

import java.time.Duration;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.ChannelState;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An instance of a Spring Boot application with cached methods.
 */
final class CachingInstance implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private CachingInstance(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts an instance and waits until its channel is live.
     * @param components the application's beans
     */
    static CachingInstance start(Class<?>... components) {
        RedisFixture redis = RedisFixture.shared();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).sources(components)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("tiered-cache.namespace=" + TestInstance.newNamespace(),
                    "spring.data.redis.host=" + redis.host(), "spring.data.redis.port=" + redis.port(),
                    "tiered-cache.redis.timeout=5s", "tiered-cache.redis.min-timeout=5s",
                    "tiered-cache.invalidation.start-timeout=10s", "tiered-cache.defaults.staleness-bound=1m")
            .run();
        CachingInstance instance = new CachingInstance(context);
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

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @ImportAutoConfiguration({ DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class })
    static class Application {

    }

}
