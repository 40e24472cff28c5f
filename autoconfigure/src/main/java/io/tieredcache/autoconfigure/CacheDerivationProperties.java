package io.tieredcache.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * What the values of a cache are made of. Not for the defaults.
 *
 * @since 0.1.0
 */
public class CacheDerivationProperties {

    /**
     * Names of caches whose entries are part of the values: whatever evicts or puts one
     * of their keys or clears them invalidates all entries of this cache.
     */
    private List<String> caches = new ArrayList<>();

    /**
     * Tags whose invalidation invalidates all entries of this cache, without dimensions,
     * each 1 to 128 characters.
     */
    private List<String> tags = new ArrayList<>();

    boolean isEmpty() {
        return this.caches.isEmpty() && this.tags.isEmpty();
    }

    public List<String> getCaches() {
        return this.caches;
    }

    public void setCaches(List<String> caches) {
        this.caches = caches;
    }

    public List<String> getTags() {
        return this.tags;
    }

    public void setTags(List<String> tags) {
        this.tags = tags;
    }

}
