package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * One answered read of a cache.
 *
 * @param cache the cache's name
 * @param level where the value came from; {@code null} for a lookup that found nothing
 * @param metadata the entry's metadata; {@code null} where nothing is stored, that is for
 * a miss of a lookup, in bypass and for a result that is not cached
 * @since 0.1.0
 */
public record CacheRead(String cache, @Nullable CacheLevel level, @Nullable EntryMetadata metadata) {

}
