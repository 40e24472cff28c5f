package io.tieredcache.cost;

import org.jspecify.annotations.Nullable;

/**
 * What things cost. What has no price is {@code null} and not part of a bill.
 *
 * @param l1GibMonth a GiB of this process's memory for a month of 730 hours
 * @param l2GibMonth a GiB of Redis's memory for such a month
 * @param networkGib a GiB to or from Redis
 * @param sourceCall a call of the source
 * @param currency currency of all of them
 */
public record Prices(@Nullable Double l1GibMonth, @Nullable Double l2GibMonth, @Nullable Double networkGib,
        @Nullable Double sourceCall, @Nullable String currency) {

    boolean isNothing() {
        return this.l1GibMonth == null && this.l2GibMonth == null && this.networkGib == null && this.sourceCall == null;
    }

}
