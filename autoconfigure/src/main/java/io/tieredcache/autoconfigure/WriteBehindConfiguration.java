package io.tieredcache.autoconfigure;

import java.lang.reflect.Type;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.cache.DefaultTieredCacheManager;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.metrics.WriteBehindMetrics;
import io.tieredcache.redis.RedisStores;
import io.tieredcache.redis.RedisWriteQueue;
import io.tieredcache.writebehind.DefaultWriteBehindQueues;

/**
 * Write-behind, which does nothing where there is no handler.
 */
@Configuration(proxyBeanMethods = false)
class WriteBehindConfiguration {

    private final TieredCacheProperties properties;

    private final String instance = UUID.randomUUID().toString();

    WriteBehindConfiguration(TieredCacheProperties properties) {
        this.properties = properties;
    }

    @Bean
    DefaultWriteBehindQueues tieredCacheWriteBehindQueues(ListableBeanFactory beanFactory,
            @Qualifier("tieredCacheManager") ObjectProvider<DefaultTieredCacheManager> manager,
            NamespaceRuntime runtime, RedisStores stores) {
        CacheSettingsFactory settings = new CacheSettingsFactory(this.properties, List.of());
        return new DefaultWriteBehindQueues(() -> targets(beanFactory),
                new DefaultWriteBehindQueues.Caches(manager::getIfAvailable, runtime), settings::writeBehind,
                (cache, own) -> new RedisWriteQueue(stores.store(settings.store(cache)).master(), runtime.namespace(),
                        cache, own.partitions(), this.instance),
                Clock.systemUTC(), this.properties.getRedis().getTimeout().toMillis());
    }

    @Bean
    WriteBehindLifecycle tieredCacheWriteBehindLifecycle(DefaultWriteBehindQueues queues) {
        return new WriteBehindLifecycle(queues);
    }

    private static List<DefaultWriteBehindQueues.Target> targets(ListableBeanFactory beanFactory) {
        List<DefaultWriteBehindQueues.Target> targets = new ArrayList<>();
        beanFactory.getBeansOfType(WriteBehindHandler.class)
            .forEach((name, handler) -> targets
                .add(new DefaultWriteBehindQueues.Target(name, handler, valueType(name, handler))));
        return targets;
    }

    private static Type valueType(String name, WriteBehindHandler<?> handler) {
        ResolvableType type = ResolvableType.forClass(AopProxyUtils.ultimateTargetClass(handler))
            .as(WriteBehindHandler.class)
            .getGeneric();
        if (type.resolve() == null || type.hasUnresolvableGenerics()) {
            throw new InvalidTieredCacheConfigurationException(
                    "The class of the WriteBehindHandler '%s' does not say what type its values have.".formatted(name),
                    "Make it a class that implements WriteBehindHandler<MyValue>, with the type spelled out.");
        }
        return type.getType();
    }

    /**
     * Meters of the queues.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetricsConfiguration {

        @Bean
        WriteBehindMetrics tieredCacheWriteBehindMetrics(WriteBehindQueues queues) {
            return new WriteBehindMetrics(queues);
        }

    }

}
