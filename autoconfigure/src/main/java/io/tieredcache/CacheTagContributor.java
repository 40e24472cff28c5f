package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * A bean that gives the reads of all caches a tag of the application's own, such as the
 * tenant, the region, the endpoint or the family of the key. Reads are then counted once
 * more for each such bean, by {@code tiered.cache.reads.tagged}. Needs Micrometer.
 * <p>
 * Called for every read, also one that L1 answers, on the thread that ends the read; of
 * an asynchronous read that may be a thread of the cache. It must be fast and not block.
 * What it throws is logged and counts as no value.
 *
 * @since 0.1.0
 */
public interface CacheTagContributor {

    /**
     * Name of the tag. Asked for once.
     * @return the name, such as tenant
     */
    String tag();

    /**
     * The tag's value for a read. Of the different values the first
     * {@code tiered-cache.metrics.max-tag-values} are kept; all others are counted as
     * {@code other}.
     * @param cache the cache's name
     * @param key the key as the caller gave it; never return it, nor a part of it that
     * has many values or is personal data
     * @return the value, {@code null} for none
     */
    @Nullable String value(String cache, Object key);

}
