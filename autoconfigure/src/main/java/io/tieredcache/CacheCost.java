package io.tieredcache;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one cache occupies, costs and saves. Sizes are those of now; requests, traffic and
 * bill are those of the last 60 looks, or since the cache was made if that is less.
 *
 * @param cache the cache's name
 * @param l1 its copies in this process
 * @param l2 its entries in Redis, of all instances together
 * @param use what was asked of it in this process
 * @param bill what that cost; {@code null} without prices, and where nothing was asked
 * @param budgets how far its budgets are used
 * @since 0.1.0
 */
public record CacheCost(String cache, SizeEstimate l1, SizeEstimate l2, Use use, @Nullable CacheBill bill,
        List<BudgetUse> budgets) {

    /**
     * Create a description of what a cache costs.
     * @param cache the cache's name
     * @param l1 its copies in this process
     * @param l2 its entries in Redis
     * @param use what was asked of it
     * @param bill what that cost
     * @param budgets how far its budgets are used
     */
    public CacheCost {
        budgets = List.copyOf(budgets);
    }

    /**
     * What was asked of a cache in this process.
     *
     * @param period how long that was counted
     * @param reads reads: hits, misses and bypasses
     * @param sourceCalls calls of the source
     * @param bytesRead bytes of entries that came from Redis
     * @param bytesWritten bytes of entries that were sent to Redis
     * @param meanLoadTime mean time of a call of the source since the cache was made;
     * {@code null} before the first
     * @since 0.1.0
     */
    public record Use(Duration period, long reads, long sourceCalls, long bytesRead, long bytesWritten,
            @Nullable Duration meanLoadTime) {

        /**
         * Calls of the source that the cache saved: one for each read, less those that
         * were made.
         * @return the number; below 0 where refreshes call more often than readers would
         */
        public long savedCalls() {
            return this.reads - this.sourceCalls;
        }

        /**
         * Time of the source that the cache saved: the mean time of a call for each call
         * saved.
         * @return the time, {@code null} where the mean is not known
         */
        public @Nullable Duration savedTime() {
            return (this.meanLoadTime != null) ? this.meanLoadTime.multipliedBy(savedCalls()) : null;
        }

    }

}
