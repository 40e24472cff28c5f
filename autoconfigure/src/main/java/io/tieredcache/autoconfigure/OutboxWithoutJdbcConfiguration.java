package io.tieredcache.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.InvalidTieredCacheConfigurationException;

/**
 * An outbox that is asked for and cannot be had.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tiered-cache.outbox.enabled")
@ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DatabaseInitializationProperties")
class OutboxWithoutJdbcConfiguration {

    OutboxWithoutJdbcConfiguration() {
        throw new InvalidTieredCacheConfigurationException(
                "'tiered-cache.outbox.enabled' is true, but JDBC is not on the class path.",
                "Add 'spring-boot-starter-jdbc' or 'spring-boot-starter-data-jpa', or switch the outbox off.");
    }

}
