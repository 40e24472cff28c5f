package io.tieredcache.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheTagContributor;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.InvalidationQueue;
import io.tieredcache.L2Status;
import io.tieredcache.OutboxStatus;
import io.tieredcache.OutsideEvents;
import io.tieredcache.CacheSlos;
import io.tieredcache.StalenessAudit;
import io.tieredcache.TieredCache;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.metrics.CacheMeters;
import io.tieredcache.metrics.CacheObservations;
import io.tieredcache.metrics.ChannelMetrics;
import io.tieredcache.metrics.InvalidationLagMetrics;
import io.tieredcache.metrics.InvalidationQueueMetrics;
import io.tieredcache.metrics.OutboxMetrics;
import io.tieredcache.metrics.OutsideEventMetrics;
import io.tieredcache.metrics.RedisMetrics;
import io.tieredcache.metrics.SloMetrics;
import io.tieredcache.metrics.SpringCacheMetrics;
import io.tieredcache.metrics.StalenessAuditMetrics;
import io.tieredcache.metrics.TaggedReadMetrics;
import io.tieredcache.metrics.WriteBehindMetrics;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Store;

/**
 * Auto-configuration of the meters and observations.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TieredCacheAutoConfiguration.class,
        before = org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(InvalidationChannel.class)
public final class CacheMetricsAutoConfiguration {

    private static final String APPLICATION = "application";

    @Bean
    @ConditionalOnMissingBean
    CacheMeters tieredCacheMeters() {
        return new CacheMeters();
    }

    @Bean
    @ConditionalOnBean(CacheTagContributor.class)
    @ConditionalOnMissingBean
    TaggedReadMetrics tieredCacheTaggedReadMetrics(ObjectProvider<CacheTagContributor> contributors,
            TieredCacheProperties properties) {
        List<CacheTagContributor> all = contributors.orderedStream().toList();
        return new TaggedReadMetrics(all, properties.getMetrics().getMaxTagValues());
    }

    @Bean
    @ConditionalOnMissingBean
    ChannelMetrics tieredCacheChannelMetrics(InvalidationChannelStatus channel) {
        return new ChannelMetrics(channel);
    }

    @Bean
    @ConditionalOnMissingBean
    RedisMetrics tieredCacheRedisMetrics(L2Guard guard, L2Store store, TieredCacheProperties properties) {
        Map<String, L2Status> stores = new LinkedHashMap<>();
        stores.put(APPLICATION, guard);
        properties.getStores().keySet().forEach((name) -> stores.put(name, store.guard(name)));
        return new RedisMetrics(stores);
    }

    @Bean
    @ConditionalOnMissingBean
    InvalidationLagMetrics tieredCacheInvalidationLagMetrics() {
        return new InvalidationLagMetrics();
    }

    @Bean
    @ConditionalOnBean(InvalidationQueue.class)
    @ConditionalOnMissingBean
    InvalidationQueueMetrics tieredCacheInvalidationQueueMetrics(InvalidationQueue queue) {
        return new InvalidationQueueMetrics(queue);
    }

    @Bean
    @ConditionalOnBean(OutsideEvents.class)
    @ConditionalOnMissingBean
    OutsideEventMetrics tieredCacheOutsideEventMetrics(OutsideEvents events) {
        return new OutsideEventMetrics(events);
    }

    @Bean
    @ConditionalOnBean(OutboxStatus.class)
    @ConditionalOnMissingBean
    OutboxMetrics tieredCacheOutboxMetrics(OutboxStatus outbox) {
        return new OutboxMetrics(outbox);
    }

    @Bean
    @ConditionalOnBean(WriteBehindQueues.class)
    @ConditionalOnMissingBean
    WriteBehindMetrics tieredCacheWriteBehindMetrics(WriteBehindQueues queues) {
        return new WriteBehindMetrics(queues);
    }

    @Bean
    @ConditionalOnMissingBean
    StalenessAuditMetrics tieredCacheStalenessAuditMetrics(StalenessAudit audit) {
        return new StalenessAuditMetrics(audit);
    }

    @Bean
    @ConditionalOnMissingBean
    SloMetrics tieredCacheSloMetrics(CacheSlos slos) {
        return new SloMetrics(slos);
    }

    @Bean
    CacheMeterBinderProvider<TieredCache> tieredCacheMeterBinderProvider() {
        return SpringCacheMetrics::new;
    }

    @Bean
    SpringCacheMeterBinding tieredCacheSpringMeterBinding(ObjectProvider<CacheMetricsRegistrar> registrar,
            ObjectProvider<MeterRegistry> registry) {
        return new SpringCacheMeterBinding(registrar, registry);
    }

    /**
     * The observations.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    @ConditionalOnBooleanProperty(name = "tiered-cache.observations.enabled", matchIfMissing = true)
    static class ObservationConfiguration {

        @Bean
        @ConditionalOnMissingBean
        CacheObservations tieredCacheObservations() {
            return new CacheObservations();
        }

        // Not before: handlers of the application may use caches themselves.
        @Bean
        SmartInitializingSingleton tieredCacheObservationStart(CacheObservations observations,
                ObjectProvider<ObservationRegistry> registry) {
            return () -> registry.ifUnique(observations::use);
        }

    }

}
