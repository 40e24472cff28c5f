package io.tieredcache.autoconfigure;

import java.time.Clock;

import javax.sql.DataSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.outbox.JdbcInvalidationOutbox;
import io.tieredcache.outbox.OutboxRelay;

/**
 * Keeps what transactions invalidate in the application's own database, where that is
 * asked for.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tiered-cache.outbox.enabled")
@ConditionalOnClass(DatabaseInitializationProperties.class)
@EnableConfigurationProperties(OutboxProperties.class)
class OutboxConfiguration {

    private final OutboxProperties properties;

    OutboxConfiguration(OutboxProperties properties) {
        this.properties = properties;
    }

    @Bean
    @Conditional(OnOutboxSchema.class)
    @ConditionalOnMissingBean
    OutboxSchema tieredCacheOutboxSchema(ListableBeanFactory beans, ObjectProvider<DataSource> unique) {
        return new OutboxSchema(dataSource(beans, unique), this.properties);
    }

    @Bean
    JdbcInvalidationOutbox tieredCacheOutbox(ListableBeanFactory beans, ObjectProvider<DataSource> unique,
            TieredCacheProperties all, Environment environment) {
        return new JdbcInvalidationOutbox(dataSource(beans, unique), StoreConfiguration.namespace(all, environment),
                OutboxCheck.settings(this.properties), Clock.systemUTC());
    }

    @Bean
    OutboxRelay tieredCacheOutboxRelay(JdbcInvalidationOutbox outbox, NamespaceRuntime runtime) {
        return new OutboxRelay(outbox, runtime);
    }

    @Bean
    PhasedLifecycle tieredCacheOutboxLifecycle(OutboxRelay relay) {
        return new PhasedLifecycle(PhasedLifecycle.OUTBOX, relay::start, relay::stop);
    }

    private DataSource dataSource(ListableBeanFactory beans, ObjectProvider<DataSource> unique) {
        String name = this.properties.getDataSource();
        if (name == null) {
            DataSource found = unique.getIfUnique();
            if (found == null) {
                throw new InvalidTieredCacheConfigurationException(
                        "'tiered-cache.outbox.enabled' is true, but there are %d DataSource beans and none is primary."
                            .formatted(beans.getBeanNamesForType(DataSource.class).length),
                        "Set 'tiered-cache.outbox.data-source' to the name of the one that transactions write to.");
            }
            return found;
        }
        if (!beans.containsBean(name) || !beans.isTypeMatch(name, DataSource.class)) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.outbox.data-source' is '%s', but there is no such DataSource bean.".formatted(name),
                    "Set it to the name of the bean that transactions write to.");
        }
        return beans.getBean(name, DataSource.class);
    }

}
