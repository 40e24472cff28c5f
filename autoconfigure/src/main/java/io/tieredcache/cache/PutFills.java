package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;

/**
 * Loads that the cache does not run itself: they begin with a miss, and end with the put
 * of what was loaded.
 *
 * @param parts what the cache works with
 * @param loads stores what was loaded
 * @param inTransaction stores it when a transaction commits
 * @param transactions the application's transactions
 */
record PutFills(CacheParts parts, EntryLoads loads, TransactionReads inTransaction, Transactions transactions) {

    /**
     * Begins a load.
     * @return the load, {@code null} if its result is not to be stored
     */
    @Nullable PreparedLoad prepare(ReadContext read) {
        CacheTransaction transaction = this.transactions.current();
        return (transaction != null) ? this.inTransaction.prepare(transaction, read) : this.loads.prepare(read);
    }

    /**
     * Ends a load.
     */
    void fill(PreparedLoad load, @Nullable Object value) {
        this.parts.counters().count(CacheCounter.LOAD);
        this.parts.steps().loaded(this.parts.runtime().now() - load.startedAt());
        CacheTransaction transaction = this.transactions.current();
        if (transaction != null && !transaction.isTransparent()) {
            this.inTransaction.storeLater(transaction, load, value, null);
        }
        else {
            this.loads.finish(load, value, null);
        }
    }

}
