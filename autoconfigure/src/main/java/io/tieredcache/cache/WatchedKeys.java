package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLoader;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;

/**
 * The keys that are loaded again before they are missed: those that are read most, and
 * those that the settings name.
 */
final class WatchedKeys {

    private final @Nullable HotKeyRefresh hot;

    private final @Nullable NamedKeyRefresh named;

    WatchedKeys(TieredCache cache, CacheParts parts, BackgroundLoads background) {
        this.hot = HotKeyRefresh.start(parts, background);
        this.named = NamedKeyRefresh.of(cache, parts.settings().refresh().named());
    }

    /**
     * Whether reads have to be noted at all.
     */
    boolean areAny() {
        return this.hot != null || this.named != null;
    }

    /**
     * Whether the read that asks is one by which the keys that are read most are found.
     */
    boolean isCounted() {
        return this.hot != null && this.hot.keys().isSampled();
    }

    void count(Object local, Reload reload) {
        if (this.hot != null) {
            this.hot.keys().count(local, reload);
        }
    }

    /**
     * Notes that a key which the settings may name is read.
     */
    void readNamed(Object key, EntryPolicy policy, CacheLoader<?> loader) {
        if (this.named != null) {
            this.named.read(key, policy, loader);
        }
    }

}
