package io.tieredcache.writebehind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.tieredcache.ChannelState;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.autoconfigure.CacheMetricsAutoConfiguration;
import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.testing.RedisFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An instance of a Spring Boot application that writes visits behind.
 */
final class WritingInstance implements AutoCloseable {

    private static final String PREFIX = "tiered-cache.caches." + Journal.CACHE + ".write-behind.";

    private final ConfigurableApplicationContext context;

    private WritingInstance(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts an instance on the shared Redis.
     * @param settings settings of the queue, or whole properties, as {@code name=value}
     */
    static WritingInstance start(String namespace, Journal journal, String... settings) {
        RedisFixture redis = RedisFixture.shared();
        return start(redis.host(), redis.port(), namespace, journal, settings);
    }

    static WritingInstance start(String host, int port, String namespace, Journal journal, String... settings) {
        return start(host, port, namespace, journal, new Visits(journal), settings);
    }

    static WritingInstance start(String host, int port, String namespace, WriteBehindHandler<Visit> handler,
            Visits visits, String... settings) {
        List<String> properties = new ArrayList<>(List.of("tiered-cache.namespace=" + namespace,
                "spring.data.redis.host=" + host, "spring.data.redis.port=" + port, "tiered-cache.redis.timeout=2s",
                "tiered-cache.invalidation.start-timeout=10s", "tiered-cache.defaults.staleness-bound=1m",
                PREFIX + "poll-interval=20ms", PREFIX + "lease-time=1s", PREFIX + "min-back-off=10ms",
                PREFIX + "max-back-off=40ms"));
        Arrays.stream(settings)
            .map((setting) -> setting.startsWith("tiered-cache.") ? setting : PREFIX + setting)
            .forEach(properties::add);
        return new WritingInstance(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(properties.toArray(String[]::new))
            .initializers((context) -> {
                GenericApplicationContext beans = (GenericApplicationContext) context;
                beans.registerBean("handler", WriteBehindHandler.class, () -> handler);
                beans.registerBean(Visits.class, () -> visits);
                beans.registerBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new);
            })
            .run());
    }

    WritingInstance awaitLive() {
        await().atMost(Duration.ofSeconds(60))
            .until(() -> bean(InvalidationChannel.class).state() == ChannelState.LIVE);
        return this;
    }

    /**
     * Waits until this instance owns a number of partitions.
     */
    WritingInstance awaitOwned(int partitions) {
        await().atMost(Duration.ofSeconds(30)).until(() -> queue().state().owned() == partitions);
        return this;
    }

    <T> T bean(Class<T> type) {
        return this.context.getBean(type);
    }

    Visits visits() {
        return bean(Visits.class);
    }

    TieredCache cache() {
        TieredCache cache = bean(TieredCacheManager.class).getCache(Journal.CACHE);
        assertThat(cache).isNotNull();
        return cache;
    }

    WriteBehindQueue queue() {
        WriteBehindQueue queue = bean(WriteBehindQueues.class).find(Journal.CACHE);
        assertThat(queue).isNotNull();
        return queue;
    }

    long count(WriteBehindCounter counter) {
        return queue().count(counter);
    }

    void awaitCount(WriteBehindCounter counter, long count) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(count(counter)).isEqualTo(count));
    }

    /**
     * Cuts the instance off, as if its process had died: Redis hears nothing more of it.
     */
    void cutOff() {
        bean(RedisConnections.class).close();
    }

    @Override
    public void close() {
        this.context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @EnableCaching(proxyTargetClass = true)
    @ImportAutoConfiguration({ DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class,
            CacheMetricsAutoConfiguration.class })
    static class Application {

    }

}
