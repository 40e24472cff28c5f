package io.tieredcache.autoconfigure;

import javax.sql.DataSource;

import io.tieredcache.transaction.SpringTransactions;
import io.tieredcache.transaction.TransactionListenerRegistrar;
import io.tieredcache.transaction.UsualIsolation;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Lets the caches take part in Spring's transactions, where there are any.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(TransactionExecutionListener.class)
class TransactionConfiguration {

    @Bean
    UsualIsolation tieredCacheUsualIsolation(TieredCacheProperties properties, ObjectProvider<DataSource> databases) {
        return new UsualIsolation(properties.getTransactions().getIsolation(),
                () -> databases.stream(ObjectProvider.UNFILTERED).toList());
    }

    @Bean
    SpringTransactions tieredCacheTransactions(UsualIsolation isolation) {
        return new SpringTransactions(isolation);
    }

    @Bean
    static TransactionListenerRegistrar tieredCacheTransactionListenerRegistrar(
            ObjectProvider<SpringTransactions> transactions) {
        return new TransactionListenerRegistrar(transactions::getObject);
    }

}
