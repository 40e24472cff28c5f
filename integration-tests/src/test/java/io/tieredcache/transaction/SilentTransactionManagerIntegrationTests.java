package io.tieredcache.transaction;

import java.util.function.Consumer;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Transactions of a manager that does not tell when one begins, so that the first use of
 * a cache finds it.
 */
@ExtendWith(TransactionFleetExtension.class)
class SilentTransactionManagerIntegrationTests {

    private final TransactionFleet fleet;

    private String code;

    SilentTransactionManagerIntegrationTests(TransactionFleet fleet) {
        this.fleet = fleet;
    }

    @BeforeEach
    void cacheAirport() {
        this.code = this.fleet.cachedAirport("old");
    }

    @Test
    void changeTakesEffectOnceItIsCommitted() {
        inTransaction((transaction) -> {
            this.fleet.writes().evict(this.code, "new");
            TransactionFleet.assertCached(this.fleet.here(), this.code, "old");
        });
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void changeAfterAnEarlierSavepointIsForgottenWithIt() throws Exception {
        int before = this.fleet.sent().count();
        inTransaction((transaction) -> {
            Object savepoint = transaction.createSavepoint();
            this.fleet.writes().put(this.code, "new");
            transaction.rollbackToSavepoint(savepoint);
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before);
        TransactionFleet.assertCached(this.fleet.here(), this.code, "old");
    }

    @Test
    void failureOfAnEarlierCallbackKeepsNothingFromTakingEffect() {
        assertThatIllegalStateException().isThrownBy(() -> inTransaction((transaction) -> {
            TransactionSynchronizationManager.registerSynchronization(new FailingCallback());
            this.fleet.writes().evict(this.code, "new");
        }));
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    private void inTransaction(Consumer<TransactionStatus> call) {
        DataSource database = this.fleet.here().bean(DataSource.class);
        new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(call);
    }

    /**
     * Is called first of all after the commit.
     */
    private static final class FailingCallback implements TransactionSynchronization {

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void afterCommit() {
            throw new IllegalStateException("failed");
        }

    }

}
