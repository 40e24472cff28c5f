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

}
