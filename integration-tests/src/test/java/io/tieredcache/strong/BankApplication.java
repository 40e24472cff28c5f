package io.tieredcache.strong;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;
import io.tieredcache.store.L2Store;

/**
 * The bank.
 */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class })
class BankApplication {

    @Bean(destroyMethod = "dispose")
    JdbcConnectionPool dataSource(Environment environment) {
        return JdbcConnectionPool.create(environment.getRequiredProperty("bank.url"), "sa", "");
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return new JdbcTemplate(dataSource);
    }

    @Bean
    DataSourceTransactionManager transactionManager(DataSource dataSource, Journal journal) {
        return new DataSourceTransactionManager(dataSource) {

            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                journal.reach(KillPoint.BEFORE_COMMIT);
                super.doCommit(status);
                journal.committed();
                journal.reach(KillPoint.AFTER_COMMIT);
            }

        };
    }

    @Bean
    BankService bankService(JdbcTemplate database, DataSourceTransactionManager transactions,
            CacheInvalidator invalidator, Journal journal) {
        return new BankService(database, new TransactionTemplate(transactions), invalidator, journal);
    }

    @Bean
    static BeanPostProcessor watchedL2Store(ObjectProvider<Journal> journal, Environment environment) {
        boolean holds = environment.getRequiredProperty("bank.holds", Boolean.class);
        return new BeanPostProcessor() {

            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                return (bean instanceof L2Store store) ? WatchedL2Store.around(store, journal.getObject(), holds)
                        : bean;
            }

        };
    }

}
