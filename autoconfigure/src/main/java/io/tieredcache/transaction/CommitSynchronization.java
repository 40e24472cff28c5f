package io.tieredcache.transaction;

import io.tieredcache.cache.CacheTransaction;

import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * Tells a {@link CacheTransaction} that it is about to commit, after all others were told
 * who may still change something.
 */
final class CommitSynchronization implements TransactionSynchronization {

    private final CacheTransaction transaction;

    CommitSynchronization(CacheTransaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        this.transaction.beforeCommit();
    }

}
