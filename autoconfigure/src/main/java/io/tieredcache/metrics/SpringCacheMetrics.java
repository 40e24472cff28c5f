package io.tieredcache.metrics;

import java.util.Arrays;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.L1Removal;
import io.tieredcache.TieredCache;

/**
 * Micrometer's own meters of caches, {@code cache.gets} and the like, for a tiered cache.
 * Hits are those of both levels; reads that pass the cache by are left out; size and
 * evictions are those of L1.
 *
 * @since 0.1.0
 */
public final class SpringCacheMetrics extends CacheMeterBinder<TieredCache> {

    /**
     * Create meters.
     * @param cache the cache
     * @param tags tags of all of them
     */
    public SpringCacheMetrics(TieredCache cache, Iterable<Tag> tags) {
        super(cache, cache.getName(), tags);
    }

    @Override
    protected @Nullable Long size() {
        TieredCache cache = getCache();
        return (cache != null) ? cache.l1Figures().size() : null;
    }

    @Override
    protected long hitCount() {
        return count(CacheCounter.L1_HIT) + count(CacheCounter.L2_HIT);
    }

    @Override
    protected Long missCount() {
        return count(CacheCounter.MISS);
    }

    @Override
    protected Long evictionCount() {
        TieredCache cache = getCache();
        return (cache != null) ? Arrays.stream(L1Removal.values()).mapToLong(cache.l1Figures()::removed).sum() : 0;
    }

    @Override
    protected long putCount() {
        return count(CacheCounter.LOAD) + count(CacheCounter.PUT);
    }

    private long count(CacheCounter counter) {
        TieredCache cache = getCache();
        return (cache != null) ? cache.count(counter) : 0;
    }

    @Override
    protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
        // They have names of their own.
    }

}
