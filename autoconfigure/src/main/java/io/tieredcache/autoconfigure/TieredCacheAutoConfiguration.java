package io.tieredcache.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Auto-configuration of the tiered cache: the cache manager, the invalidator, the
 * invalidation channel and the annotations.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class, before = CacheAutoConfiguration.class)
@ConditionalOnClass({ Caffeine.class, LettuceConnectionFactory.class })
@ConditionalOnSingleCandidate(LettuceConnectionFactory.class)
@ConditionalOnBooleanProperty(name = "tiered-cache.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TieredCacheProperties.class)
@Import({ SerializationConfiguration.class, StoreConfiguration.class, CacheManagerConfiguration.class,
        BesideCacheManagerConfiguration.class, WriteBehindConfiguration.class, AnnotationConfiguration.class,
        TransactionConfiguration.class, EventConfiguration.class, AuditConfiguration.class, SloConfiguration.class,
        AdvisorConfiguration.class, OutboxConfiguration.class, OutboxWithoutJdbcConfiguration.class,
        RegionConfiguration.class, AdministrationConfiguration.class })
public final class TieredCacheAutoConfiguration {

}
