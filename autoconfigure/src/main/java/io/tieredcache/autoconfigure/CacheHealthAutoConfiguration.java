package io.tieredcache.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.InvalidationQueue;
import io.tieredcache.L2Statuses;
import io.tieredcache.RedisAdvisor;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.actuate.CacheHealthDetail;
import io.tieredcache.actuate.TieredCacheHealthIndicator;

/**
 * Auto-configuration of the cache's part of the health endpoint, {@code tieredCache}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TieredCacheAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(InvalidationChannelStatus.class)
@ConditionalOnEnabledHealthIndicator("tieredcache")
public final class CacheHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "tieredCacheHealthIndicator")
    TieredCacheHealthIndicator tieredCacheHealthIndicator(InvalidationChannelStatus channel, InvalidationQueue queue,
            RedisAdvisor advisor, L2Statuses stores, @Qualifier("tieredCacheManager") TieredCacheManager caches,
            ObjectProvider<CacheHealthDetail> details) {
        return new TieredCacheHealthIndicator(channel, queue, advisor, stores, caches,
                details.orderedStream().toList());
    }

}
