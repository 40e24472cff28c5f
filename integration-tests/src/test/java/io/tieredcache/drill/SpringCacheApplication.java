package io.tieredcache.drill;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.cache.BatchStrategies;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * The directory with the usual set-up: Spring's annotations over Caffeine in front of
 * {@link RedisCacheManager}, whose evictions are told over a topic of Redis. Settings are
 * those that a careful application has:
 * <ul>
 * <li>times to live and waits for Redis as this library has in the drill: 10 minutes in
 * Redis, 5 minutes in the process, statistics 5 seconds, commands 1 second;</li>
 * <li>the advice of the caches is around that of transactions, so that it evicts after
 * the commit;</li>
 * <li>a write to Redis has happened when its call returns, and a cache is cleared by
 * {@code SCAN}; Spring's defaults are neither;</li>
 * <li>values are JSON of a known type;</li>
 * <li>errors of the cache go to the caller, as is Spring's default, or are logged, by the
 * property {@value #LOG_ERRORS}.</li>
 * </ul>
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching(order = 0)
@EnableTransactionManagement
@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
class SpringCacheApplication implements CachingConfigurer {

    static final String LOG_ERRORS = "drill.log-cache-errors";

    private static final Duration REMOTE_TTL = Duration.ofMinutes(10);

    private static final String TOPIC = "evictions";

    private final boolean logErrors;

    SpringCacheApplication(@Value("${" + LOG_ERRORS + ":false}") boolean logErrors) {
        this.logErrors = logErrors;
    }

    @Override
    public CacheErrorHandler errorHandler() {
        return this.logErrors ? new LoggingCacheErrorHandler() : new SimpleCacheErrorHandler();
    }

    @Bean
    static LastLevel lastLevel() {
        return new LastLevel();
    }

    @Bean
    static RedisCacheManager redisCacheManager(RedisConnectionFactory connections) {
        RedisCacheWriter writer = RedisCacheWriter.create(connections,
                (options) -> options.immediateWrites().batchStrategy(BatchStrategies.scan(1_000)));
        return RedisCacheManager.builder(writer)
            .cacheDefaults(json(Versioned.class))
            .withCacheConfiguration(DrillCache.AIRPORTS.cacheName(), json(Airport.class))
            .build();
    }

    private static RedisCacheConfiguration json(Class<?> type) {
        return RedisCacheConfiguration.defaultCacheConfig()
            .entryTtl(REMOTE_TTL)
            .disableCachingNullValues()
            .serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(type)));
    }

    @Bean
    @Primary
    static SimpleCacheManager cacheManager(RedisCacheManager remote, StringRedisTemplate redis, LastLevel last) {
        SimpleCacheManager manager = new SimpleCacheManager();
        manager.setCaches(Arrays.stream(DrillCache.values()).map((cache) -> {
            String name = cache.cacheName();
            Cache second = remote.getCache(name);
            return new TwoLevelCache(new CaffeineCache(name, caffeine(cache).build()), second,
                    (message) -> redis.convertAndSend(TOPIC, message), last);
        }).toList());
        return manager;
    }

    private static Caffeine<Object, Object> caffeine(DrillCache cache) {
        Duration ttl = (cache == DrillCache.STATISTICS) ? Duration.ofSeconds(5) : Duration.ofMinutes(5);
        return Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(ttl);
    }

    @Bean
    static RedisMessageListenerContainer evictionListener(RedisConnectionFactory connections,
            SimpleCacheManager caches) {
        RedisMessageListenerContainer container = new RedisMessageListenerContainer();
        container.setConnectionFactory(connections);
        container.addMessageListener(
                (message, pattern) -> drop(caches, new String(message.getBody(), StandardCharsets.UTF_8)),
                ChannelTopic.of(TOPIC));
        return container;
    }

    private static void drop(SimpleCacheManager caches, String message) {
        int colon = message.indexOf(':');
        Cache cache = caches.getCache((colon < 0) ? message : message.substring(0, colon));
        if (cache instanceof TwoLevelCache known) {
            if (colon < 0) {
                known.clearLocal();
            }
            else {
                known.evictLocal(message.substring(colon + 1));
            }
        }
    }

    @Bean
    static SourceTransactionManager transactionManager(DrillSource source) {
        return new SourceTransactionManager(source);
    }

    @Bean
    static OtherReads reads(DrillSource source) {
        return new SpringCacheReads(source);
    }

    @Bean
    static OtherWrites writes(SourceTransactionManager transactions, DrillSource source) {
        return new SpringCacheWrites(transactions, source);
    }

}
