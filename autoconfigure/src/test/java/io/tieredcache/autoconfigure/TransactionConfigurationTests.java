package io.tieredcache.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.cache.CacheTransaction.Isolation;
import io.tieredcache.cache.TransactionSource;
import io.tieredcache.transaction.SpringTransactions;
import io.tieredcache.transaction.UsualIsolation;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class TransactionConfigurationTests {

    private final ApplicationContextRunner contextRunner = CacheContexts.runner();

    @Test
    void cachesTakePartInTransactions() {
        this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
            .getBean(TransactionSource.class)
            .isInstanceOf(SpringTransactions.class));
    }

    @Test
    void managersTellOfTheirTransactions() throws SQLException {
        DataSource database = database(Connection.TRANSACTION_READ_COMMITTED);
        DataSourceTransactionManager manager = new DataSourceTransactionManager(database);
        this.contextRunner.withBean(PlatformTransactionManager.class, () -> manager).run((context) -> {
            SpringTransactions transactions = context.getBean(SpringTransactions.class);
            assertThat(manager.getTransactionExecutionListeners()).contains(transactions);
            assertThat(transactions.current()).isNull();
            new TransactionTemplate(manager)
                .executeWithoutResult((transaction) -> assertThat(transactions.current()).isNotNull());
            assertThat(transactions.current()).isNull();
        });
    }

    @Test
    void withoutSpringsTransactionsInvalidationsAreImmediate() {
        this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.transaction"))
            .run((context) -> {
                assertThat(context).hasNotFailed().doesNotHaveBean(TransactionSource.class);
                assertThatExceptionOfType(L2UnavailableException.class)
                    .isThrownBy(() -> context.getBean(CacheInvalidator.class).invalidateTags("tag"));
            });
    }

    @Test
    void withoutADatabaseTransactionsReadWhatIsCommitted() {
        this.contextRunner
            .run((context) -> assertThat(context.getBean(UsualIsolation.class).get()).isEqualTo(Isolation.COMMITTED));
    }

    @Test
    void everyDatabaseIsAsked() throws SQLException {
        DataSource database = database(Connection.TRANSACTION_READ_COMMITTED);
        DataSource hidden = database(Connection.TRANSACTION_REPEATABLE_READ);
        this.contextRunner.withBean("database", DataSource.class, () -> database)
            .run((context) -> assertThat(context.getBean(UsualIsolation.class).get()).isEqualTo(Isolation.COMMITTED));
        this.contextRunner.withBean("database", DataSource.class, () -> database)
            .withBean("hidden", DataSource.class, () -> hidden,
                    (definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
            .run((context) -> assertThat(context.getBean(UsualIsolation.class).get()).isEqualTo(Isolation.SNAPSHOT));
    }

    @Test
    void isolationCanBeSet() {
        this.contextRunner.withPropertyValues("tiered-cache.transactions.isolation=snapshot")
            .run((context) -> assertThat(context.getBean(UsualIsolation.class).get()).isEqualTo(Isolation.SNAPSHOT));
    }

    private static DataSource database(int isolation) throws SQLException {
        Connection connection = mock(Connection.class);
        given(connection.getTransactionIsolation()).willReturn(isolation);
        DataSource database = mock(DataSource.class);
        given(database.getConnection()).willReturn(connection);
        return database;
    }

}
