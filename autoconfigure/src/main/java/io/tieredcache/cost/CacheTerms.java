package io.tieredcache.cost;

import org.jspecify.annotations.Nullable;

/**
 * Budgets and prices of one cache.
 *
 * @param l1Bytes budget of L1 in this process, {@code null} for none
 * @param l2Bytes budget of L2, {@code null} for none
 * @param networkBytesPerSecond budget of the network, {@code null} for none
 * @param prices what things cost
 */
public record CacheTerms(@Nullable Long l1Bytes, @Nullable Long l2Bytes, @Nullable Long networkBytesPerSecond,
        Prices prices) {

    /**
     * Whether there is a budget.
     * @return {@code false} for none
     */
    public boolean hasBudget() {
        return this.l1Bytes != null || this.l2Bytes != null || this.networkBytesPerSecond != null;
    }

}
