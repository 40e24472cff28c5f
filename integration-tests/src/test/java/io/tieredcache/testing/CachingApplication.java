package io.tieredcache.testing;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;

/**
 * An application that caches and does nothing else. Its values may be of one package.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
@AutoConfigurationPackage(basePackages = "io.tieredcache.spring")
@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class,
        CacheAutoConfiguration.class })
class CachingApplication {

}
