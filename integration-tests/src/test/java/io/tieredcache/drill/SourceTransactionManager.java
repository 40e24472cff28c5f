package io.tieredcache.drill;

import java.util.ArrayList;
import java.util.List;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions of the source: what a transaction changes is changed when it commits.
 */
class SourceTransactionManager extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1L;

    private final transient DrillSource source;

    SourceTransactionManager(DrillSource source) {
        this.source = source;
    }

    /**
     * Changes items when the current transaction commits.
     * @param write the number of the write
     * @param items the items
     */
    void change(long write, List<Integer> items) {
        Changes changes = (Changes) TransactionSynchronizationManager.getResource(this.source);
        if (changes == null) {
            throw new IllegalStateException("There is no transaction");
        }
        items.forEach((item) -> changes.commits.add(() -> this.source.commit(write, item)));
    }

    @Override
    protected Object doGetTransaction() {
        Object current = TransactionSynchronizationManager.getResource(this.source);
        return (current != null) ? current : new Changes();
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return TransactionSynchronizationManager.hasResource(this.source);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        TransactionSynchronizationManager.bindResource(this.source, transaction);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        ((Changes) status.getTransaction()).commits.forEach(Runnable::run);
        this.source.afterCommit();
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        ((Changes) status.getTransaction()).commits.clear();
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        TransactionSynchronizationManager.unbindResourceIfPossible(this.source);
    }

    private static final class Changes {

        private final List<Runnable> commits = new ArrayList<>();

    }

}
