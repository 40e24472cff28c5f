package io.tieredcache.autoconfigure;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import io.tieredcache.CacheAdministration;
import io.tieredcache.CacheContracts;
import io.tieredcache.CacheInstance;
import io.tieredcache.CacheSlos;
import io.tieredcache.CacheToggles;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.InvalidationQueue;
import io.tieredcache.RedisAdvisor;
import io.tieredcache.StalenessAudit;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.actuate.CacheActions;
import io.tieredcache.actuate.CacheAudit;
import io.tieredcache.actuate.CacheContractEndpoint;
import io.tieredcache.actuate.CacheContractEndpointWebExtension;
import io.tieredcache.actuate.TieredCacheEndpoint;
import io.tieredcache.actuate.TieredCacheEndpointJmxExtension;
import io.tieredcache.actuate.TieredCacheEndpointWebExtension;

/**
 * Auto-configuration of the endpoints that show and steer the caches, and show their
 * contracts.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TieredCacheAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(CacheAdministration.class)
@EnableConfigurationProperties(CacheEndpointProperties.class)
public final class CacheEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    TieredCacheEndpoint tieredCacheEndpoint(CacheInstance instance,
            @Qualifier("tieredCacheManager") TieredCacheManager caches, InvalidationChannelStatus channel,
            InvalidationQueue queue, RedisAdvisor advisor, CacheToggles toggles, StalenessAudit audit, CacheSlos slos) {
        return new TieredCacheEndpoint(instance, caches, channel, queue, advisor, toggles, audit, slos);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(TieredCacheEndpoint.class)
    CacheActions tieredCacheActions(CacheInstance instance, @Qualifier("tieredCacheManager") TieredCacheManager caches,
            CacheAdministration administration, CacheToggles toggles, ApplicationEventPublisher events) {
        return new CacheActions(instance, caches, administration, toggles, new CacheAudit(events, instance));
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(TieredCacheEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    TieredCacheEndpointWebExtension tieredCacheEndpointWebExtension(TieredCacheEndpoint endpoint, CacheActions actions,
            CacheEndpointProperties properties) {
        return new TieredCacheEndpointWebExtension(endpoint, actions, properties.getShowValues(),
                properties.getRoles());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(TieredCacheEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
    TieredCacheEndpointJmxExtension tieredCacheEndpointJmxExtension(CacheActions actions,
            CacheEndpointProperties properties) {
        return new TieredCacheEndpointJmxExtension(actions, properties.getShowValues());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    CacheContractEndpoint tieredCacheContractEndpoint(CacheContracts contracts) {
        return new CacheContractEndpoint(contracts);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(CacheContractEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    CacheContractEndpointWebExtension tieredCacheContractEndpointWebExtension(CacheContractEndpoint endpoint) {
        return new CacheContractEndpointWebExtension(endpoint);
    }

}
