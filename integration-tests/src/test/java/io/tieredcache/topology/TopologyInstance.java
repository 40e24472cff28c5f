package io.tieredcache.topology;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.ChannelState;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.testing.MemoryTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An instance of an application with everything that reaches Redis, wired by Spring Boot.
 */
final class TopologyInstance implements AutoCloseable {

    static final String CACHE = "items";

    static final String STRONG = "stock";

    static final String QUEUED = "visits";

    private final ConfigurableApplicationContext context;

    private TopologyInstance(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts an instance and does not wait for its channel.
     * @param namespace the namespace
     * @param redis properties that say where Redis is
     * @param handler writes what is written behind
     * @param more further properties
     */
    static TopologyInstance start(String namespace, List<String> redis, WriteBehindHandler<String> handler,
            String... more) {
        String[] properties = Stream
            .of(List.of("tiered-cache.namespace=" + namespace, "tiered-cache.redis.timeout=5s",
                    "tiered-cache.invalidation.start-timeout=10s", "tiered-cache.defaults.staleness-bound=1m",
                    "tiered-cache.invalidation.pulse-interval=200ms", "tiered-cache.caches.stock.consistency=strong",
                    "tiered-cache.events.enabled=true", "tiered-cache.events.poll-interval=20ms",
                    "tiered-cache.caches.visits.write-behind.poll-interval=20ms"), redis, Arrays.asList(more))
            .flatMap(List::stream)
            .toArray(String[]::new);
        return new TopologyInstance(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(properties)
            .initializers((context) -> ((GenericApplicationContext) context).registerBean("handler",
                    WriteBehindHandler.class, () -> handler))
            .run());
    }

    TopologyInstance awaitLive() {
        await().atMost(Duration.ofSeconds(60)).until(() -> channel().state() == ChannelState.LIVE);
        return this;
    }

    <T> T bean(Class<T> type) {
        return this.context.getBean(type);
    }

    InvalidationChannel channel() {
        return bean(InvalidationChannel.class);
    }

    CacheInvalidator invalidator() {
        return bean(CacheInvalidator.class);
    }

    TieredCache cache(String name) {
        TieredCache cache = bean(TieredCacheManager.class).getCache(name);
        assertThat(cache).isNotNull();
        return cache;
    }

    int read(String cache, Object key, Supplier<Integer> source, String... tags) {
        try {
            return cache(cache).get(key, policy(tags), (context) -> source.get());
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Reads from the cache alone.
     */
    @Nullable Object find(String cache, Object key, String... tags) {
        TieredCache.CachedValue found = cache(cache).lookup(key, policy(tags));
        return (found != null) ? found.value() : null;
    }

    static EntryPolicy policy(String... tags) {
        return EntryPolicy.defaults().withType(Integer.class).withTags(tags);
    }

    @Override
    public void close() {
        this.context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @ImportAutoConfiguration({ SslAutoConfiguration.class, DataRedisAutoConfiguration.class,
            TransactionManagerCustomizationAutoConfiguration.class, TransactionAutoConfiguration.class,
            TieredCacheAutoConfiguration.class })
    static class Application {

        @Bean
        HeardInvalidations heardInvalidations() {
            return new HeardInvalidations();
        }

        @Bean
        MemoryTransactionManager transactionManager() {
            return new MemoryTransactionManager();
        }

    }

}
