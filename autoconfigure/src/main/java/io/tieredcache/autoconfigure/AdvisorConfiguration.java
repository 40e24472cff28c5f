package io.tieredcache.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.L2Statuses;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.advice.DefaultRedisAdvisor;
import io.tieredcache.advice.RedisUse;
import io.tieredcache.cache.DefaultTieredCacheManager;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.redis.RedisStores;

/**
 * Advice on how the Redis servers are set up.
 */
@Configuration(proxyBeanMethods = false)
class AdvisorConfiguration {

    @Bean
    DefaultRedisAdvisor tieredCacheRedisAdvisor(RedisStores stores, NamespaceRuntime runtime,
            @Qualifier("tieredCacheManager") ObjectProvider<DefaultTieredCacheManager> manager,
            ObjectProvider<WriteBehindQueues> queues, TieredCacheProperties properties) {
        return new DefaultRedisAdvisor(stores.inspectors(runtime.namespace()),
                (redis) -> use(redis, manager.getObject(), queues.getObject(), properties), Clock.systemUTC());
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

    /**
     * What a Redis is used for. In that of the application are the holds of tags, caches
     * and the namespace of all strong caches, wherever their entries are, and the events
     * from outside.
     */
    private static RedisUse use(String redis, TieredCacheManager manager, WriteBehindQueues queues,
            TieredCacheProperties properties) {
        boolean applications = redis.equals(L2Statuses.DEFAULT);
        String store = applications ? null : redis;
        List<String> strong = settings(manager, manager.getCacheNames().stream())
            .filter((settings) -> settings.consistency() == Consistency.STRONG)
            .filter((settings) -> applications || isIn(store, settings))
            .map(CacheSettings::name)
            .toList();
        List<String> queued = settings(manager, queues.all().stream().map(WriteBehindQueue::cache))
            .filter((settings) -> isIn(store, settings))
            .map(CacheSettings::name)
            .toList();
        return new RedisUse(strong, queued, applications && properties.getEvents().isEnabled());
    }

    private static Stream<CacheSettings> settings(TieredCacheManager manager, Stream<String> names) {
        return names.map(manager::getCache).filter(Objects::nonNull).map(TieredCache::settings);
    }

    private static boolean isIn(@Nullable String store, CacheSettings settings) {
        return Objects.equals(settings.l2().store(), store);
    }

}
