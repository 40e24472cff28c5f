package io.tieredcache;

import java.time.Instant;
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
 * @param eventTimes when the events happened that made it necessary, for the measurement
 * of the lag; at most {@value #MAX_EVENT_TIMES}, further ones are left out
 * @since 0.1.0
 */
public record CacheInvalidation(List<Key> keys, List<Tag> tags, List<String> caches, boolean namespace,
        boolean expiring, List<Instant> eventTimes) {

    /** Most event times that one invalidation carries. */
    public static final int MAX_EVENT_TIMES = 1_000;

    private static final Instant LAST_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final CacheInvalidation NONE = new CacheInvalidation(List.of(), List.of(), List.of(), false, false,
            List.of());

    /**
     * Create an invalidation.
     * @param keys the keys to evict
     * @param tags the tags to invalidate
     * @param caches the names of the caches to clear
     * @param namespace whether to clear all caches of the namespace
     * @param expiring whether the entries expire only
     * @param eventTimes when the events happened that made it necessary
     * @throws IllegalArgumentException if an event time is before 1970 or after 9999
     */
    public CacheInvalidation {
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        caches = List.copyOf(caches);
        eventTimes = List
            .copyOf((eventTimes.size() > MAX_EVENT_TIMES) ? eventTimes.subList(0, MAX_EVENT_TIMES) : eventTimes);
        eventTimes.forEach(CacheInvalidation::check);
    }

    private static void check(Instant eventTime) {
        if (eventTime.isBefore(Instant.EPOCH) || !eventTime.isBefore(LAST_TIME)) {
            throw new IllegalArgumentException(
                    "The event time of an invalidation is %s, outside of 1970 to 9999.".formatted(eventTime)
                            + " Give the time when the event happened.");
        }
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
        return with(List.of(new Key(cache, key)), List.of(), List.of());
    }

    /**
     * With a key of a cache by its canonical text, such as {@code p2~s:HAM~i:42}: the
     * part of the key in Redis between the braces, dimensions included.
     * @param cache the cache's name
     * @param text the canonical text
     * @return a copy with the target
     */
    public CacheInvalidation keyText(String cache, String text) {
        return key(cache, new CanonicalKey(text));
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
        return with(added, List.of(), List.of());
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
        return with(List.of(), added, List.of());
    }

    /**
     * With a whole cache.
     * @param name the cache's name
     * @return a copy with the target
     */
    public CacheInvalidation cache(String name) {
        return with(List.of(), List.of(), List.of(name));
    }

    /**
     * With all caches of the namespace.
     * @return a copy with the target
     */
    public CacheInvalidation wholeNamespace() {
        return new CacheInvalidation(this.keys, this.tags, this.caches, true, this.expiring, this.eventTimes);
    }

    /**
     * Lets the entries expire in place of evicting them: they are loaded again by whoever
     * asks next, but may stand in where that load fails or takes too long, until their
     * time to live and the cache's times for stale values are over. Not for data that
     * must not be seen any more.
     * @return a copy that expires its targets
     */
    public CacheInvalidation asExpiry() {
        return new CacheInvalidation(this.keys, this.tags, this.caches, this.namespace, true, this.eventTimes);
    }

    /**
     * With the time of an event that makes it necessary. Each instance measures the time
     * from then until it applied the invalidation, and tells
     * {@link InvalidationListener}s. Changes nothing else.
     * @param eventTime when the event happened, from 1970 to 9999
     * @return a copy with the time
     */
    public CacheInvalidation since(Instant eventTime) {
        return new CacheInvalidation(this.keys, this.tags, this.caches, this.namespace, this.expiring,
                joined(this.eventTimes, List.of(eventTime)));
    }

    /**
     * With the targets of another invalidation. If one of the two evicts, both do.
     * @param other the other invalidation
     * @return a copy with the targets of both
     */
    public CacheInvalidation and(CacheInvalidation other) {
        boolean bothExpire = (this.expiring || isEmpty()) && (other.expiring || other.isEmpty());
        return new CacheInvalidation(joined(this.keys, other.keys), joined(this.tags, other.tags),
                joined(this.caches, other.caches), this.namespace || other.namespace, bothExpire,
                joined(this.eventTimes, other.eventTimes));
    }

    /**
     * Whether there is nothing to invalidate.
     * @return {@code true} if there are no targets
     */
    public boolean isEmpty() {
        return this.keys.isEmpty() && this.tags.isEmpty() && this.caches.isEmpty() && !this.namespace;
    }

    private CacheInvalidation with(List<Key> keys, List<Tag> tags, List<String> caches) {
        return new CacheInvalidation(joined(this.keys, keys), joined(this.tags, tags), joined(this.caches, caches),
                this.namespace, this.expiring, this.eventTimes);
    }

    private static <T> List<T> joined(List<T> present, List<T> added) {
        if (added.isEmpty()) {
            return present;
        }
        List<T> all = new ArrayList<>(present.size() + added.size());
        all.addAll(present);
        all.addAll(added);
        return all;
    }

    /**
     * A key of a cache.
     *
     * @param cache the cache's name
     * @param key the key, or a {@link CanonicalKey}
     */
    public record Key(String cache, Object key) {

    }

    /**
     * A key by its canonical text.
     *
     * @param text the text
     */
    public record CanonicalKey(String text) {

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
