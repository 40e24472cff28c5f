package io.tieredcache.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Budgets of one cache, or of each by the defaults. Nothing is refused where one is
 * exceeded.
 */
public class CacheBudgetProperties {

    /**
     * Bytes that the cache should occupy at most in L1 of each instance. Watched with
     * 'tiered-cache.cost.enabled'. A bare number is read as bytes.
     */
    private @Nullable DataSize l1Bytes;

    /**
     * Bytes that the cache should occupy at most in Redis. Watched with
     * 'tiered-cache.cost.enabled'. A bare number is read as bytes.
     */
    private @Nullable DataSize l2Bytes;

    /**
     * Bytes that each instance should exchange with Redis for the cache at most in a
     * second. Watched with 'tiered-cache.cost.enabled'. A bare number is read as bytes.
     */
    private @Nullable DataSize networkBytesPerSecond;

    public @Nullable DataSize getL1Bytes() {
        return this.l1Bytes;
    }

    public void setL1Bytes(@Nullable DataSize l1Bytes) {
        this.l1Bytes = l1Bytes;
    }

    public @Nullable DataSize getL2Bytes() {
        return this.l2Bytes;
    }

    public void setL2Bytes(@Nullable DataSize l2Bytes) {
        this.l2Bytes = l2Bytes;
    }

    public @Nullable DataSize getNetworkBytesPerSecond() {
        return this.networkBytesPerSecond;
    }

    public void setNetworkBytesPerSecond(@Nullable DataSize networkBytesPerSecond) {
        this.networkBytesPerSecond = networkBytesPerSecond;
    }

}
