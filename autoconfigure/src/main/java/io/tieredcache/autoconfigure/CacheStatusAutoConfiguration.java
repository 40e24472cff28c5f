package io.tieredcache.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;

import io.tieredcache.web.CacheStatusHeader;

/**
 * Auto-configuration of the {@code Cache-Status} header.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = TieredCacheAutoConfiguration.class)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "tiered-cache.cache-status-header")
public final class CacheStatusAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CacheStatusHeader tieredCacheStatusHeader() {
        return new CacheStatusHeader();
    }

}
