package io.tieredcache.drill;

/**
 * Changes of the directory, made when the transaction of the caller commits.
 *
 * @param transactions the transactions
 * @param items the items
 */
record DirectoryChanges(SourceTransactionManager transactions, DrillItems items) {

    void make(long id, DrillWrite write, int key) {
        this.transactions.change(id, write.changed(key, this.items));
    }

}
