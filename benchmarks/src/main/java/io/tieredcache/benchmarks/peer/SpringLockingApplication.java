package io.tieredcache.benchmarks.peer;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

import io.tieredcache.benchmarks.data.Airport;

/**
 * Spring's annotations over Redis with the writer that locks a cache, with which
 * {@code sync} holds among processes.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
public class SpringLockingApplication {

    @Bean
    static RedisCacheManager cacheManager(RedisConnectionFactory connections) {
        return RedisCacheManager.builder(RedisCacheWriter.lockingRedisCacheWriter(connections))
            .cacheDefaults(RedisCacheConfiguration.defaultCacheConfig()
                .entryTtl(Bounds.REMOTE_TTL)
                .prefixCacheNameWith("locking:")
                .disableCachingNullValues()
                .serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(Airport.class))))
            .build();
    }

}
