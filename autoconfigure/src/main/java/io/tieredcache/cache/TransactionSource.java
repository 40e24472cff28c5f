package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

/**
 * Knows the transactions of the application.
 */
@FunctionalInterface
public interface TransactionSource {

    /** Where there are no transactions. */
    TransactionSource NONE = () -> null;

    /**
     * The transaction of the calling thread.
     * @return the transaction, {@code null} if there is none
     */
    @Nullable CacheTransaction current();

    /**
     * How many transactions of the calling thread have ended without a commit.
     * @return a number that only grows
     */
    default long rollbacks() {
        return 0;
    }

}
