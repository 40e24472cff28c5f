package io.tieredcache.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.tieredcache.OutsideEvents;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.metrics.InvalidationLagMetrics;
import io.tieredcache.metrics.OutsideEventMetrics;
import io.tieredcache.metrics.WriteBehindMetrics;

/**
 * Auto-configuration of the meters.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TieredCacheAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(InvalidationChannel.class)
public final class CacheMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    InvalidationLagMetrics tieredCacheInvalidationLagMetrics() {
        return new InvalidationLagMetrics();
    }

    @Bean
    @ConditionalOnBean(OutsideEvents.class)
    @ConditionalOnMissingBean
    OutsideEventMetrics tieredCacheOutsideEventMetrics(OutsideEvents events) {
        return new OutsideEventMetrics(events);
    }

    @Bean
    @ConditionalOnBean(WriteBehindQueues.class)
    @ConditionalOnMissingBean
    WriteBehindMetrics tieredCacheWriteBehindMetrics(WriteBehindQueues queues) {
        return new WriteBehindMetrics(queues);
    }

}
