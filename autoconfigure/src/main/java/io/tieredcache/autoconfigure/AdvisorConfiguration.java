package io.tieredcache.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.Consistency;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.advice.DefaultRedisAdvisor;
import io.tieredcache.advice.RedisUse;
import io.tieredcache.cache.DefaultTieredCacheManager;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.redis.RedisServerInspector;
import io.tieredcache.store.RedisInspector;

/**
 * Advice on how the Redis servers are set up.
 */
@Configuration(proxyBeanMethods = false)
class AdvisorConfiguration {

    @Bean
    RedisServerInspector tieredCacheRedisInspector(RedisConnections connections, NamespaceRuntime runtime,
            TieredCacheProperties properties) {
        return new RedisServerInspector("default", connections, runtime.namespace(),
                properties.getRedis().getTimeout().toMillis());
    }

    @Bean
    DefaultRedisAdvisor tieredCacheRedisAdvisor(ObjectProvider<RedisInspector> inspectors,
            @Qualifier("tieredCacheManager") ObjectProvider<DefaultTieredCacheManager> manager,
            ObjectProvider<WriteBehindQueues> queues, TieredCacheProperties properties) {
        return new DefaultRedisAdvisor(inspectors.orderedStream().toList(),
                (redis) -> use(manager.getObject(), queues.getObject(), properties), Clock.systemUTC());
    }

    @Bean
    PhasedLifecycle tieredCacheRedisAdvisorLifecycle(DefaultRedisAdvisor advisor, TieredCacheProperties properties) {
        Duration interval = properties.getAdvisor().getInterval();
        return new PhasedLifecycle(PhasedLifecycle.ADVISOR, () -> {
            if (!interval.isZero()) {
                advisor.start(LoadThreadFactory.single("tiered-cache-advisor"), interval);
            }
        }, advisor::stop);
    }

    private static RedisUse use(TieredCacheManager manager, WriteBehindQueues queues,
            TieredCacheProperties properties) {
        List<String> strong = manager.getCacheNames().stream().filter((name) -> isStrong(manager, name)).toList();
        List<String> queued = queues.all().stream().map(WriteBehindQueue::cache).toList();
        return new RedisUse(strong, queued, properties.getEvents().isEnabled());
    }

    private static boolean isStrong(TieredCacheManager manager, String name) {
        TieredCache cache = manager.getCache(name);
        return cache != null && cache.settings().consistency() == Consistency.STRONG;
    }

}
