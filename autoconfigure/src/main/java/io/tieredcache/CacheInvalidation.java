package io.tieredcache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Targets of one invalidation: keys of any cache, tags, whole caches or the namespace,
 * many at once. All of them travel in one message and become invalid with one number of
 * the sequence. Immutable; each method gives a copy with more targets.
 *
 * @param keys the keys to evict
 * @param tags the tags to invalidate
 * @param caches the names of the caches to clear
 * @param namespace whether to clear all caches of the namespace
 * @param expiring whether the entries expire only
 * @since 0.1.0
 */
public record CacheInvalidation(List<Key> keys, List<Tag> tags, List<String> caches, boolean namespace,
        boolean expiring) {

    private static final CacheInvalidation NONE = new CacheInvalidation(List.of(), List.of(), List.of(), false, false);

    /**
     * Create an invalidation.
     * @param keys the keys to evict
     * @param tags the tags to invalidate
     * @param caches the names of the caches to clear
     * @param namespace whether to clear all caches of the namespace
     * @param expiring whether the entries expire only
     */
    public CacheInvalidation {
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        caches = List.copyOf(caches);
    }

    /**
     * An invalidation without targets.
     * @return the invalidation
     */
    public static CacheInvalidation none() {
        return NONE;
    }

    /**
     * With the key of a cache.
     * @param cache the cache's name
     * @param key the key, of a type that has a canonical text form
     * @return a copy with the target
     */
    public CacheInvalidation key(String cache, Object key) {
        return new CacheInvalidation(with(this.keys, List.of(new Key(cache, key))), this.tags, this.caches,
                this.namespace, this.expiring);
    }

    /**
     * With keys of a cache.
     * @param cache the cache's name
     * @param keys the keys, each of a type that has a canonical text form
     * @return a copy with the targets
     */
    public CacheInvalidation keys(String cache, Collection<?> keys) {
        List<Key> added = new ArrayList<>(keys.size());
        keys.forEach((key) -> added.add(new Key(cache, key)));
        return new CacheInvalidation(with(this.keys, added), this.tags, this.caches, this.namespace, this.expiring);
    }

    /**
     * With tags.
     * @param tags the tags, each 1 to 128 characters
     * @return a copy with the targets
     */
    public CacheInvalidation tags(String... tags) {
        return tags(Arrays.asList(tags));
    }

    /**
     * With tags.
     * @param tags the tags, each 1 to 128 characters
     * @return a copy with the targets
     */
    public CacheInvalidation tags(Collection<String> tags) {
        return tagsWithin(List.of(), tags);
    }

    /**
     * With tags of entries whose caches make key dimensions a part of their tags.
     * @param dimensions the names of the dimensions whose current values are meant
     * @param tags the tags, each 1 to 128 characters
     * @return a copy with the targets
     */
    public CacheInvalidation tagsWithin(List<String> dimensions, Collection<String> tags) {
        List<Tag> added = new ArrayList<>(tags.size());
        tags.forEach((tag) -> added.add(new Tag(tag, dimensions)));
        return new CacheInvalidation(this.keys, with(this.tags, added), this.caches, this.namespace, this.expiring);
    }

    /**
     * With a whole cache.
     * @param name the cache's name
     * @return a copy with the target
     */
    public CacheInvalidation cache(String name) {
        return new CacheInvalidation(this.keys, this.tags, with(this.caches, List.of(name)), this.namespace,
                this.expiring);
    }

    /**
     * With all caches of the namespace.
     * @return a copy with the target
     */
    public CacheInvalidation wholeNamespace() {
        return new CacheInvalidation(this.keys, this.tags, this.caches, true, this.expiring);
    }

    /**
     * Lets the entries expire in place of evicting them: they are loaded again by whoever
     * asks next, but may stand in where that load fails or takes too long, until their
     * time to live and the cache's times for stale values are over. Not for data that
     * must not be seen any more.
     * @return a copy that expires its targets
     */
    public CacheInvalidation asExpiry() {
        return new CacheInvalidation(this.keys, this.tags, this.caches, this.namespace, true);
    }

    /**
     * With the targets of another invalidation. If one of the two evicts, both do.
     * @param other the other invalidation
     * @return a copy with the targets of both
     */
    public CacheInvalidation and(CacheInvalidation other) {
        boolean bothExpire = (this.expiring || isEmpty()) && (other.expiring || other.isEmpty());
        return new CacheInvalidation(with(this.keys, other.keys), with(this.tags, other.tags),
                with(this.caches, other.caches), this.namespace || other.namespace, bothExpire);
    }

    /**
     * Whether there is nothing to invalidate.
     * @return {@code true} if there are no targets
     */
    public boolean isEmpty() {
        return this.keys.isEmpty() && this.tags.isEmpty() && this.caches.isEmpty() && !this.namespace;
    }

    private static <T> List<T> with(List<T> present, List<T> added) {
        List<T> all = new ArrayList<>(present.size() + added.size());
        all.addAll(present);
        all.addAll(added);
        return all;
    }

    /**
     * A key of a cache.
     *
     * @param cache the cache's name
     * @param key the key
     */
    public record Key(String cache, Object key) {

    }

    /**
     * A tag.
     *
     * @param tag the tag as given on write
     * @param dimensions the names of the key dimensions whose current values are part of
     * it
     */
    public record Tag(String tag, List<String> dimensions) {

        /**
         * Create a tag.
         * @param tag the tag as given on write
         * @param dimensions the names of the key dimensions
         */
        public Tag {
            dimensions = List.copyOf(dimensions);
        }

    }

}
