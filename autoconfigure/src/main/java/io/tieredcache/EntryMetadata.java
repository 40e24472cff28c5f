package io.tieredcache;

import java.time.Duration;
import java.util.Set;

/**
 * What is known of an entry beside its value.
 *
 * @param level the level that the entry was read from, or {@link CacheLevel#SOURCE} for a
 * value that was just loaded
 * @param tags the entry's tags
 * @param stamp the highest number of the namespace's sequence that the loading instance
 * knew before it asked the source
 * @param age time since the value was loaded, by Redis's clock as estimated here
 * @param remaining time until the entry's time to live ends; negative for a value that is
 * stale
 * @since 0.1.0
 */
public record EntryMetadata(CacheLevel level, Set<String> tags, long stamp, Duration age, Duration remaining) {

    /**
     * Create metadata.
     * @param level the level
     * @param tags the tags
     * @param stamp the stamp
     * @param age time since the load
     * @param remaining time until the entry's time to live ends
     */
    public EntryMetadata {
        tags = Set.copyOf(tags);
    }

}
