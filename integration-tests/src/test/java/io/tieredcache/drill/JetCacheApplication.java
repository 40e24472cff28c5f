package io.tieredcache.drill;

import java.time.Duration;
import java.util.Map;

import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.config.EnableMethodCache;
import com.alicp.jetcache.anno.support.GlobalCacheConfig;
import com.alicp.jetcache.anno.support.JetCacheBaseBeans;
import com.alicp.jetcache.anno.support.SpringConfigProvider;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.JetCacheCodec;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * The directory with JetCache, configured as its documentation has it for Spring without
 * its starter, and with what its starter does by itself: commands are rejected while
 * Redis is away, keys are converted and values written by its defaults. Times to live are
 * those of this library in the drill, and its own default of a second is how long it
 * waits for Redis. Its advice is around that of transactions, so that it evicts after the
 * commit.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodCache(basePackages = "io.tieredcache.drill", order = 0)
@EnableTransactionManagement
@Import(JetCacheBaseBeans.class)
class JetCacheApplication {

    private static final int LOCAL_LIMIT = 10_000;

    @Bean(destroyMethod = "shutdown")
    static RedisClient redisClient(@Value("${spring.data.redis.host}") String host,
            @Value("${spring.data.redis.port}") int port,
            @Value("${spring.data.redis.connect-timeout}") Duration connectTimeout) {
        RedisClient client = RedisClient.create(RedisURI.create(host, port));
        client.setOptions(ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(connectTimeout).build())
            .build());
        return client;
    }

    @Bean
    @SuppressWarnings("unchecked")
    static GlobalCacheConfig globalCacheConfig(RedisClient client) {
        CacheBuilder local = CaffeineCacheBuilder.createCaffeineCacheBuilder()
            .limit(LOCAL_LIMIT)
            .keyConvertor(Fastjson2KeyConvertor.INSTANCE);
        CacheBuilder remote = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
            .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
            .valueEncoder(JavaValueEncoder.INSTANCE)
            .valueDecoder(JavaValueDecoder.INSTANCE)
            .broadcastChannel("jetcache")
            .redisClient(client)
            .connection(client.connect(new JetCacheCodec()))
            .pubSubConnection(client.connectPubSub(new JetCacheCodec()));
        GlobalCacheConfig config = new GlobalCacheConfig();
        config.setLocalCacheBuilders(Map.of(CacheConsts.DEFAULT_AREA, local));
        config.setRemoteCacheBuilders(Map.of(CacheConsts.DEFAULT_AREA, remote));
        return config;
    }

    @Bean
    static LastLevel lastLevel(SpringConfigProvider provider) {
        LastLevel last = new LastLevel();
        provider.getCacheBuilderTemplate().getCacheMonitorInstallers().add(new JetCacheLevels(last));
        return last;
    }

    @Bean
    static SourceTransactionManager transactionManager(DrillSource source) {
        return new SourceTransactionManager(source);
    }

    @Bean
    static OtherReads reads(DrillSource source) {
        return new JetCacheReads(source);
    }

    @Bean
    static OtherWrites writes(SourceTransactionManager transactions, DrillSource source) {
        return new JetCacheWrites(transactions, source);
    }

}
