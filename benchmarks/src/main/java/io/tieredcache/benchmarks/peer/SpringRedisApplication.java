package io.tieredcache.benchmarks.peer;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.AirportPage;
import io.tieredcache.benchmarks.data.Directory;

/**
 * Spring's annotations over Redis. Values are JSON of a known type, the cheapest of the
 * serializers that Spring Data has.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
public class SpringRedisApplication {

    @Bean
    static RedisCacheManager cacheManager(RedisConnectionFactory connections) {
        return RedisCacheManager.builder(connections)
            .cacheDefaults(json(Airport.class))
            .withCacheConfiguration("pages", json(AirportPage.class))
            .build();
    }

    private static RedisCacheConfiguration json(Class<?> type) {
        return RedisCacheConfiguration.defaultCacheConfig()
            .entryTtl(Bounds.REMOTE_TTL)
            .prefixCacheNameWith("spring:")
            .disableCachingNullValues()
            .serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(type)));
    }

    @Bean
    static Directory directory() {
        return new Directory();
    }

    @Bean
    static SpringAirports springAirports(Directory directory) {
        return new SpringAirports(directory);
    }

}
