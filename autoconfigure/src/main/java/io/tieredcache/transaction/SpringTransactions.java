package io.tieredcache.transaction;

import java.sql.Connection;
import java.util.function.Supplier;

import io.tieredcache.cache.CacheTransaction;
import io.tieredcache.cache.CacheTransaction.Isolation;
import io.tieredcache.cache.TransactionSource;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Gives each transaction of a thread its {@link CacheTransaction}, from its beginning on
 * where the transaction manager tells of that, else from the first use of a cache on: a
 * cache that is first used by a callback after the commit would not know that it is too
 * late to wait for it.
 *
 * @since 0.1.0
 */
public final class SpringTransactions implements TransactionSource, TransactionExecutionListener {

    private static final ThreadLocal<@Nullable Long> ROLLBACKS = new ThreadLocal<>();

    private final Supplier<Isolation> usualIsolation;

    /**
     * Create a source.
     * @param usualIsolation what transactions see that ask for no isolation level
     */
    public SpringTransactions(Supplier<Isolation> usualIsolation) {
        this.usualIsolation = usualIsolation;
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
        if (beginFailure == null) {
            current();
        }
    }

    @Override
    public @Nullable CacheTransaction current() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return null;
        }
        CacheTransaction bound = (CacheTransaction) TransactionSynchronizationManager.getResource(this);
        return (bound != null) ? bound : bind();
    }

    @Override
    public long rollbacks() {
        Long counted = ROLLBACKS.get();
        return (counted != null) ? counted : 0;
    }

    void rolledBack() {
        ROLLBACKS.set(rollbacks() + 1);
    }

    private CacheTransaction bind() {
        CacheTransaction created = new CacheTransaction(isolation(),
                TransactionSynchronizationManager.isCurrentTransactionReadOnly());
        TransactionSynchronizationManager.registerSynchronization(new CommitSynchronization(created));
        TransactionSynchronizationManager.registerSynchronization(new EndSynchronization(this, created));
        TransactionSynchronizationManager.bindResource(this, created);
        return created;
    }

    private Isolation isolation() {
        Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
        if (level == null) {
            return this.usualIsolation.get();
        }
        return isolationOf(level);
    }

    /**
     * What a level of JDBC means to the caches.
     * @param level the level
     * @return the isolation
     */
    static Isolation isolationOf(int level) {
        return (level == Connection.TRANSACTION_READ_COMMITTED || level == Connection.TRANSACTION_READ_UNCOMMITTED)
                ? Isolation.COMMITTED : Isolation.SNAPSHOT;
    }

}
