package io.tieredcache.events;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.key.KeyText;

/**
 * An event from outside in the form of the contract: each part is well-formed and within
 * its limit, but nothing is known of the caches yet.
 *
 * @param id the producer's name for the event
 * @param time when it happened, {@code null} where the producer does not say
 * @param tags the tags to invalidate
 * @param keys the keys to evict
 * @param caches the names of the caches to clear
 * @param namespace whether to clear all caches
 * @param expire whether entries expire only
 */
public record OutsideEvent(String id, @Nullable Instant time, List<String> tags, List<Key> keys, List<String> caches,
        boolean namespace, boolean expire) {

    /** Most bytes of one event. */
    public static final int MAX_BYTES = 1 << 20;

    /** Most tags of one event, and most keys. */
    public static final int MAX_TARGETS = 10_000;

    /** Most caches that one event names to be cleared. */
    public static final int MAX_CACHES = 1_000;

    /** Most characters of a tag, a cache's name or the event's id. */
    public static final int MAX_NAME = 128;

    /** Most characters of a key. */
    public static final int MAX_KEY = 4_096;

    /**
     * Create an event.
     * @param id the producer's name for the event
     * @param time when it happened
     * @param tags the tags to invalidate
     * @param keys the keys to evict
     * @param caches the names of the caches to clear
     * @param namespace whether to clear all caches
     * @param expire whether entries expire only
     */
    public OutsideEvent {
        tags = List.copyOf(tags);
        keys = List.copyOf(keys);
        caches = List.copyOf(caches);
    }

    /**
     * Number of targets.
     * @return the number
     */
    int size() {
        return this.tags.size() + this.keys.size() + this.caches.size() + (this.namespace ? 1 : 0);
    }

    /**
     * A key of a cache.
     *
     * @param cache the cache's name
     * @param value the key, a String, Long or Boolean; {@code null} where it is given as
     * text
     * @param text the key's canonical text; {@code null} where it is given as value
     */
    public record Key(String cache, @Nullable Object value, @Nullable String text) {

        /**
         * Whether a text may be that of a key.
         * @param text the text
         * @return {@code false} if no key has it
         */
        public static boolean isText(String text) {
            try {
                return !KeyText.ofCanonical(text).isEmpty();
            }
            catch (IllegalArgumentException ex) {
                return false;
            }
        }

    }

}
