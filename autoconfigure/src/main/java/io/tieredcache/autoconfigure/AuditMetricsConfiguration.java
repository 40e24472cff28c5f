package io.tieredcache.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.StalenessAudit;
import io.tieredcache.metrics.StalenessAuditMetrics;

/**
 * Meters of the staleness audit.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterBinder.class)
class AuditMetricsConfiguration {

    @Bean
    @ConditionalOnMissingBean
    StalenessAuditMetrics tieredCacheStalenessAuditMetrics(StalenessAudit audit) {
        return new StalenessAuditMetrics(audit);
    }

}
