package io.tieredcache.autoconfigure;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.cache.DefaultTieredCacheManager;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.redis.RedisConnections;
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
            NamespaceRuntime runtime, RedisConnections connections) {
        CacheSettingsFactory settings = new CacheSettingsFactory(this.properties, List.of());
        return new DefaultWriteBehindQueues(() -> targets(beanFactory),
                new DefaultWriteBehindQueues.Caches(manager::getIfAvailable, runtime), settings::writeBehind,
                (cache, own) -> new RedisWriteQueue(connections, runtime.namespace(), cache, own.partitions(),
                        this.instance));
    }

    /**
     * Finds the handlers, and checks them, before anything starts, so that all reads know
     * of values that are not written yet.
     */
    @Bean
    SmartInitializingSingleton tieredCacheWriteBehindCheck(DefaultWriteBehindQueues queues) {
        return queues::all;
    }

    @Bean
    PhasedLifecycle tieredCacheWriteBehindLifecycle(DefaultWriteBehindQueues queues) {
        return new PhasedLifecycle(PhasedLifecycle.WRITE_BEHIND,
                () -> queues.start(LoadThreadFactory.platform("tiered-cache-write-"),
                        LoadThreadFactory.platform("tiered-cache-write-timer-")),
                queues::stop);
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

}
