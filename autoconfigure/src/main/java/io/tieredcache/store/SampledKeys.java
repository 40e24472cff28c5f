package io.tieredcache.store;

import java.util.List;

/**
 * A random sample of the keys of a Redis.
 *
 * @param total how many keys there are
 * @param drawn how many were drawn, keys of others included
 * @param own those that are of entries of this namespace
 */
public record SampledKeys(long total, int drawn, List<SampledKey> own) {

    /**
     * Create a sample.
     * @param total how many keys there are
     * @param drawn how many were drawn
     * @param own those of this namespace
     */
    public SampledKeys {
        own = List.copyOf(own);
    }

    /**
     * A key that was drawn.
     *
     * @param name full name of the entry, with what follows it in the name of a lease and
     * the like
     * @param bytes memory that it takes in Redis
     */
    public record SampledKey(String name, long bytes) {

    }

}
