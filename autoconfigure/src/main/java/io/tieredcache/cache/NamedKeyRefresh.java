package io.tieredcache.cache;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLoader;
import io.tieredcache.CacheSettings;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;

/**
 * Loads the keys that the settings name again at a fixed rate. How a key is loaded shows
 * at its first read.
 */
final class NamedKeyRefresh {

    private final TieredCache cache;

    private final CacheSettings.Named settings;

    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    private NamedKeyRefresh(TieredCache cache, CacheSettings.Named settings) {
        this.cache = cache;
        this.settings = settings;
        this.waiting.addAll(settings.keys());
    }

    /**
     * Waits for the first reads of the named keys of a cache.
     * @return {@code null} for a cache that names none
     */
    static @Nullable NamedKeyRefresh of(TieredCache cache, CacheSettings.Named settings) {
        return settings.keys().isEmpty() ? null : new NamedKeyRefresh(cache, settings);
    }

    /**
     * Notes a read.
     * @param key the key as the caller gave it
     * @param policy what is said of the entry
     * @param loader loads the key
     */
    void read(Object key, EntryPolicy policy, CacheLoader<?> loader) {
        if (!this.waiting.isEmpty() && this.waiting.remove(key.toString())) {
            // Goes on until the application stops.
            var unused = this.cache.refreshEvery(key, policy, loader, this.settings.interval());
        }
    }

}
