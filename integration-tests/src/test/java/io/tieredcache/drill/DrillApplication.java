package io.tieredcache.drill;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;

/**
 * The directory as an application with this library's annotations.
 */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
@AutoConfigurationPackage(basePackages = "io.tieredcache.drill")
@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class })
class DrillApplication {

    @Bean
    SourceTransactionManager transactionManager(DrillSource source) {
        return new SourceTransactionManager(source);
    }

    @Bean
    DirectoryReads directoryReads(DrillSource source) {
        return new DirectoryReads(source);
    }

    @Bean
    DirectoryWrites directoryWrites(SourceTransactionManager transactions, DrillSource source) {
        return new DirectoryWrites(new DirectoryChanges(transactions, source.items()));
    }

    @Bean
    LastReads lastReads() {
        return new LastReads();
    }

    @Bean
    static BeanPostProcessor switchedOffGuards(Environment environment) {
        return new SwitchedOffGuards(environment.getRequiredProperty("drill.guard-off", Guard.class));
    }

}
