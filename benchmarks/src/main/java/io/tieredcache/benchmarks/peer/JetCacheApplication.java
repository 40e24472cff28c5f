package io.tieredcache.benchmarks.peer;

import java.util.Map;

import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.config.EnableMethodCache;
import com.alicp.jetcache.anno.support.GlobalCacheConfig;
import com.alicp.jetcache.anno.support.JetCacheBaseBeans;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.JetCacheCodec;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import io.lettuce.core.RedisClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tieredcache.benchmarks.data.Directory;

/**
 * JetCache as its documentation has it for Spring without its starter: its default
 * converter of keys and its default encoding of values, and no statistics.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodCache(basePackages = "io.tieredcache.benchmarks.peer")
@Import(JetCacheBaseBeans.class)
public class JetCacheApplication {

    @Bean(destroyMethod = "shutdown")
    static RedisClient redisClient() {
        return RedisClient.create(RedisAddress.uri());
    }

    @Bean
    @SuppressWarnings("unchecked")
    static GlobalCacheConfig globalCacheConfig(RedisClient client) {
        CacheBuilder local = CaffeineCacheBuilder.createCaffeineCacheBuilder()
            .limit(Bounds.MAX_ENTRIES)
            .keyConvertor(Fastjson2KeyConvertor.INSTANCE);
        CacheBuilder remote = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
            .keyPrefix("jetcache:")
            .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
            .valueEncoder(JavaValueEncoder.INSTANCE)
            .valueDecoder(JavaValueDecoder.INSTANCE)
            .broadcastChannel("jetcache")
            .redisClient(client)
            .connection(client.connect(new JetCacheCodec()))
            .pubSubConnection(client.connectPubSub(new JetCacheCodec()));
        GlobalCacheConfig config = new GlobalCacheConfig();
        config.setStatIntervalMinutes(0);
        config.setLocalCacheBuilders(Map.of(CacheConsts.DEFAULT_AREA, local));
        config.setRemoteCacheBuilders(Map.of(CacheConsts.DEFAULT_AREA, remote));
        return config;
    }

    @Bean
    static Directory directory() {
        return new Directory();
    }

    @Bean
    static JetCacheAirports jetCacheAirports(Directory directory) {
        return new JetCacheAirports(directory);
    }

}
