package io.tieredcache.store;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Looks at a random sample of all that a Redis holds, without a scan. No future fails
 * with anything but {@link io.tieredcache.L2UnavailableException}. Safe for concurrent
 * use.
 */
public interface KeySampler {

    /**
     * Draws keys at random, with replacement, and measures those that are of entries of
     * this namespace. The questions are asked in small groups, one after the other, so
     * that readers do not wait for them; none is asked while Redis is left alone.
     * @param store name of the store, {@code null} for the application's Redis
     * @param most how many keys to draw, about; no more than there are
     * @return the sample; fails where Redis does not answer or refuses a command
     */
    CompletableFuture<SampledKeys> sample(@Nullable String store, int most);

}
