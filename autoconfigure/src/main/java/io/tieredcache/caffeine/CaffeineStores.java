package io.tieredcache.caffeine;

import java.util.function.LongSupplier;

import io.tieredcache.CacheSettings;
import io.tieredcache.store.FenceTable;
import io.tieredcache.store.L1Store;
import io.tieredcache.store.L1StoreFactory;

/**
 * Makes what L1 keeps on Caffeine.
 */
public final class CaffeineStores implements L1StoreFactory {

    private final LongSupplier ticker;

    /**
     * Create a factory.
     * @param ticker the instance's nanosecond ticker
     */
    public CaffeineStores(LongSupplier ticker) {
        this.ticker = ticker;
    }

    @Override
    public L1Store create(CacheSettings settings) {
        return new CaffeineL1Store(settings, this.ticker);
    }

    /**
     * Makes a table of fences.
     * @param maximumSize the most fences it holds
     * @return the table
     */
    public FenceTable fenceTable(long maximumSize) {
        return new CaffeineFenceTable(maximumSize);
    }

}
