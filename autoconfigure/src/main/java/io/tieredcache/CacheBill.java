package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * What a million reads of a cache cost by the configured prices, each part in the
 * currency of the prices.
 *
 * @param l1 memory of this process; {@code null} where it has no price or is not known
 * @param l2 this instance's share of the memory of Redis; {@code null} likewise
 * @param network bytes to and from Redis; {@code null} without a price
 * @param source calls of the source; {@code null} without a price
 * @param total sum of the parts that have a price; {@code null} where one of them is not
 * known
 * @param withoutCache what the same reads cost if each called the source; {@code null} if
 * a call has no price
 * @param currency currency of the prices, {@code null} if it is not said
 * @since 0.1.0
 */
public record CacheBill(@Nullable Double l1, @Nullable Double l2, @Nullable Double network, @Nullable Double source,
        @Nullable Double total, @Nullable Double withoutCache, @Nullable String currency) {

    /**
     * What the cache saves in a million reads.
     * @return the difference, below 0 for a cache that costs more than it saves;
     * {@code null} where it is not known
     */
    public @Nullable Double saved() {
        return (this.withoutCache != null && this.total != null) ? this.withoutCache - this.total : null;
    }

}
