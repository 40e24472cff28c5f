package io.tieredcache.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheSlos;
import io.tieredcache.metrics.SloMetrics;

/**
 * Meters of the service level objectives.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterBinder.class)
class SloMetricsConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SloMetrics tieredCacheSloMetrics(CacheSlos slos) {
        return new SloMetrics(slos);
    }

}
