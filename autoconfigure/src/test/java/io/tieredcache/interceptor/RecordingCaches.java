package io.tieredcache.interceptor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.TieredCacheManager;
import org.jspecify.annotations.Nullable;

/**
 * Caches and invalidator of a test, with a common list of what happened in which order.
 */
class RecordingCaches implements TieredCacheManager, CacheInvalidator {

    final List<String> events = new ArrayList<>();

    final List<CacheInvalidation> invalidations = new ArrayList<>();

    private final Map<String, RecordingCache> caches = new HashMap<>();

    /** Names of the only caches that exist; {@code null} where all do. */
    @Nullable Set<String> declared;

    RecordingCache cache(String name) {
        return this.caches.computeIfAbsent(name, (added) -> new RecordingCache(added, this.events));
    }

    @Override
    public @Nullable RecordingCache getCache(String name) {
        return (this.declared == null || this.declared.contains(name)) ? cache(name) : null;
    }

    @Override
    public Collection<String> getCacheNames() {
        return this.caches.keySet();
    }

    @Override
    public void invalidate(CacheInvalidation invalidation) {
        this.events.add("invalidate");
        this.invalidations.add(invalidation);
    }

    CacheInvalidation invalidation() {
        return this.invalidations.get(this.invalidations.size() - 1);
    }

}
