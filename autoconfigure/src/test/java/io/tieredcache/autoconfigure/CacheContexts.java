package io.tieredcache.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Contexts as Spring Boot makes them, without Redis: nothing listens at the port.
 */
final class CacheContexts {

    private static final String[] PROPERTIES = { "spring.application.name=shop", "spring.data.redis.host=127.0.0.1",
            "spring.data.redis.port=1" };

    private CacheContexts() {
    }

    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class,
                    TieredCacheAutoConfiguration.class, CacheAutoConfiguration.class))
            .withPropertyValues(PROPERTIES);
    }

}
