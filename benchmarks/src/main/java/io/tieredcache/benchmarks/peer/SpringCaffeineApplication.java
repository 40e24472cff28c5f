package io.tieredcache.benchmarks.peer;

import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.benchmarks.data.Directory;

/**
 * Spring's annotations over Caffeine, with the bounds of the others and without
 * statistics.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
public class SpringCaffeineApplication {

    @Bean
    static CaffeineCacheManager cacheManager() {
        CaffeineCacheManager manager = new CaffeineCacheManager();
        manager.setCaffeine(Caffeine.newBuilder().maximumSize(Bounds.MAX_ENTRIES).expireAfterWrite(Bounds.LOCAL_TTL));
        return manager;
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
