package io.tieredcache;

import java.util.List;

/**
 * A bean that writes what {@link io.tieredcache.annotation.WriteBehind} queued for one
 * cache to where the values belong, such as a table. There is one such bean for each of
 * these caches, on every instance of the application.
 * <p>
 * Called on threads of the cache, for several partitions of the queue at the same time,
 * never for two batches of one partition; where Redis does not take a record it is called
 * with that one record on the thread of the caller. It may block. Each record comes at
 * least once: after a failure of this method, or of a process, the same ones come again.
 * Records of one key come in the order in which they were queued, but for the two cases
 * that {@link WriteRecord#order()} tells apart.
 *
 * @param <T> the type of the values, which the methods that queue them return
 * @since 0.1.0
 */
public interface WriteBehindHandler<T> {

    /**
     * Name of the cache whose values this bean writes.
     * @return the name, always the same
     */
    String cache();

    /**
     * Writes a batch, best in one transaction. When it returns, all of the records are
     * taken as written; when it throws, all of them come again, after a while.
     * @param records the records, oldest first, at least one
     * @throws Exception if any record was not written
     */
    void write(List<WriteRecord<T>> records) throws Exception;

    /**
     * Whether a failure is that of the target as a whole, such as a database that is
     * away. Such a failure is tried again for ever, and sends no record to the dead
     * letters.
     * @param failure what {@link #write} threw
     * @return {@code false} unless overridden
     */
    default boolean isOutage(Throwable failure) {
        return false;
    }

}
