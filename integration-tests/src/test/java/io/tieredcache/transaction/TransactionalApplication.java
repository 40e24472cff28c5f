package io.tieredcache.transaction;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tieredcache.store.L2Store;
import io.tieredcache.testing.HookedL2Store;

/**
 * An application with a database, whose L2 store a test may stop.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class })
class TransactionalApplication {

    @Bean
    static BeanPostProcessor storeHooks() {
        return new BeanPostProcessor() {

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return (bean instanceof L2Store store) ? new HookedL2Store(store) : bean;
            }

        };
    }

    @Bean
    UncertainTransactionManager transactionManager(DataSource database) {
        return new UncertainTransactionManager(database);
    }

    @Bean
    Airports airports(JdbcTemplate jdbc) {
        return new Airports(jdbc);
    }

    @Bean
    AirportWrites airportWrites(JdbcTemplate jdbc) {
        return new AirportWrites(jdbc);
    }

    @Bean
    OwnTransactionWrites ownTransactionWrites(JdbcTemplate jdbc) {
        return new OwnTransactionWrites(jdbc);
    }

    @Bean
    AirportEvents airportEvents() {
        return new AirportEvents();
    }

}
