package io.tieredcache;

/**
 * What a loader may know of the load it runs in.
 *
 * @param cache the cache's name
 * @param key the key as the caller gave it
 * @param stamp the highest number of the namespace's sequence known before the source is
 * asked; the entry is dead wherever an invalidation of its tags has a higher number
 * @since 0.1.0
 */
public record LoadContext(String cache, Object key, long stamp) {

}
