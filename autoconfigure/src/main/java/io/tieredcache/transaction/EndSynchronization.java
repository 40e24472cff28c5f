package io.tieredcache.transaction;

import io.tieredcache.cache.CacheTransaction;

import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells a {@link CacheTransaction} of its savepoints and its end, before all others are
 * told, so that what they do finds the caches invalidated; and unbinds it from the thread
 * while the transaction is suspended.
 */
final class EndSynchronization implements TransactionSynchronization {

    private final SpringTransactions transactions;

    private final CacheTransaction transaction;

    EndSynchronization(SpringTransactions transactions, CacheTransaction transaction) {
        this.transactions = transactions;
        this.transaction = transaction;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(this.transactions);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(this.transactions, this.transaction);
    }

    @Override
    public void savepoint(Object savepoint) {
        this.transaction.savepoint(savepoint);
    }

    @Override
    public void savepointRollback(Object savepoint) {
        this.transaction.rollBackTo(savepoint);
    }

    @Override
    public void afterCommit() {
        this.transaction.afterCommit();
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(this.transactions);
        if (status == STATUS_COMMITTED) {
            // One that was told of the commit before may have failed.
            this.transaction.afterCommit();
        }
        else {
            this.transactions.rolledBack();
            this.transaction.notCommitted(status == STATUS_UNKNOWN);
        }
    }

}
