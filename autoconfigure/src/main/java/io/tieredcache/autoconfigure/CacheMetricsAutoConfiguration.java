package io.tieredcache.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.tieredcache.ExternalEvents;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.metrics.ExternalEventMetrics;
import io.tieredcache.metrics.InvalidationLagMetrics;

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
    @ConditionalOnBean(ExternalEvents.class)
    @ConditionalOnMissingBean
    ExternalEventMetrics tieredCacheExternalEventMetrics(ExternalEvents events) {
        return new ExternalEventMetrics(events);
    }

}
