package io.tieredcache.testing;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.ChannelState;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.cache.InvalidationChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One instance of a Spring Boot application. Several of them with one namespace are a
 * fleet.
 */
public final class ApplicationInstance implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private ApplicationInstance(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts an instance and waits until its channel is live.
     * @param namespace the namespace
     * @param components the application's beans
     */
    public static ApplicationInstance start(String namespace, Class<?>... components) {
        return start(namespace, List.of(), components);
    }

    /**
     * Starts an instance and waits until its channel is live.
     * @param namespace the namespace
     * @param properties the application's own properties, each with its value
     * @param components the application's beans
     */
    public static ApplicationInstance start(String namespace, List<String> properties, Class<?>... components) {
        RedisFixture redis = RedisFixture.shared();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(CachingApplication.class)
            .sources(components)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("tiered-cache.namespace=" + namespace, "spring.data.redis.host=" + redis.host(),
                    "spring.data.redis.port=" + redis.port(), "tiered-cache.redis.timeout=5s",
                    "tiered-cache.redis.min-timeout=5s", "tiered-cache.invalidation.start-timeout=10s",
                    "tiered-cache.defaults.staleness-bound=1m")
            .properties(properties.toArray(String[]::new))
            .run();
        ApplicationInstance instance = new ApplicationInstance(context);
        await().atMost(Duration.ofSeconds(20))
            .until(() -> instance.bean(InvalidationChannel.class).state() == ChannelState.LIVE);
        return instance;
    }

    public <T> T bean(Class<T> type) {
        return this.context.getBean(type);
    }

    public <T> Stream<T> beans(Class<T> type) {
        return this.context.getBeanProvider(type).orderedStream();
    }

    public TieredCache cache(String name) {
        TieredCache cache = bean(TieredCacheManager.class).getCache(name);
        assertThat(cache).isNotNull();
        return cache;
    }

    public void publish(Object event) {
        this.context.publishEvent(event);
    }

    @Override
    public void close() {
        this.context.close();
    }

}
