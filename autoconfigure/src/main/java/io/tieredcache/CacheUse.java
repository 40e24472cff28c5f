package io.tieredcache;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What one annotation does to a cache, or to tags.
 *
 * @param kind what it does
 * @param cache name of the cache, {@code null} for tags
 * @param place the method that carries it, or the class and the event
 * @param key the expression of the key, {@code null} for none or the default one
 * @param tags the tags as they are written, expressions included
 * @param dimensions names of the key dimensions that are part of the tags
 * @param times times that differ from those of the cache, by the attribute's name
 * @since 0.1.0
 */
public record CacheUse(Kind kind, @Nullable String cache, String place, @Nullable String key, List<String> tags,
        List<String> dimensions, Map<String, String> times) {

    /**
     * Create a use.
     * @param kind what it does
     * @param cache name of the cache, {@code null} for tags
     * @param place the method that carries it, or the class and the event
     * @param key the expression of the key
     * @param tags the tags as they are written
     * @param dimensions names of the key dimensions that are part of the tags
     * @param times times that differ from those of the cache
     */
    public CacheUse {
        tags = List.copyOf(tags);
        dimensions = List.copyOf(dimensions);
        times = Collections.unmodifiableMap(new TreeMap<>(times));
    }

    /**
     * What an annotation does.
     */
    public enum Kind {

        /** It reads the cache and fills it. */
        READ,

        /** It puts the method's result. */
        PUT,

        /** It puts the method's result and queues it to be written. */
        WRITE_BEHIND,

        /** It evicts keys. */
        EVICT,

        /** It clears the cache. */
        CLEAR,

        /** It invalidates tags, in whichever caches they are. */
        INVALIDATE_TAGS

    }

}
