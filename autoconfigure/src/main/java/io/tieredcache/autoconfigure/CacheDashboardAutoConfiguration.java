package io.tieredcache.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.actuate.TieredCacheDashboardEndpoint;
import io.tieredcache.actuate.TieredCacheEndpoint;

/**
 * Auto-configuration of the page that shows and steers the caches.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CacheEndpointAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnClass({ PathMappedEndpoints.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBooleanProperty(name = "tiered-cache.dashboard.enabled")
public final class CacheDashboardAutoConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(CacheDashboardAutoConfiguration.class);

    @Bean
    SmartInitializingSingleton tieredCacheDashboardCheck(ObjectProvider<TieredCacheDashboardEndpoint> dashboard) {
        return () -> {
            if (dashboard.getIfAvailable() == null) {
                logger.warn("'tiered-cache.dashboard.enabled' is true, but the page is not served. Add 'tieredcache' "
                        + "and 'tieredcacheui' to 'management.endpoints.web.exposure.include'.");
            }
        };
    }

    /**
     * The page, where it has an endpoint to ask.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(TieredCacheEndpoint.class)
    @ConditionalOnAvailableEndpoint(endpoint = TieredCacheEndpoint.class, exposure = EndpointExposure.WEB)
    static class PageConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
        TieredCacheDashboardEndpoint tieredCacheDashboardEndpoint(ObjectProvider<PathMappedEndpoints> endpoints) {
            return new TieredCacheDashboardEndpoint(endpoints::getIfAvailable);
        }

    }

}
