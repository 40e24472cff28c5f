package io.tieredcache.cache;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceNames;

/**
 * Invalidates in three steps: here at once, then in Redis, where the invalidation gets
 * its number and the others are told, then here again with that number, for what was read
 * from Redis in between.
 */
public final class DefaultCacheInvalidator implements CacheInvalidator {

    private final NamespaceRuntime runtime;

    private final Function<String, DefaultTieredCache> caches;

    /**
     * Create an invalidator.
     * @param runtime what the caches of the namespace share
     * @param caches gives the cache of a name, or throws {@link IllegalArgumentException}
     */
    public DefaultCacheInvalidator(NamespaceRuntime runtime, Function<String, DefaultTieredCache> caches) {
        this.runtime = runtime;
        this.caches = caches;
    }

    @Override
    public void invalidate(CacheInvalidation invalidation) {
        if (invalidation.isEmpty()) {
            return;
        }
        Targets targets = resolve(invalidation);
        applyHere(targets);
        try {
            long number = this.runtime.gateway()
                .await(this.runtime.l2()
                    .invalidate(targets.keys.values(), targets.fences, invalidation.expiring(),
                            invalidation.eventTimes().stream().map(Instant::toEpochMilli).toList()));
            this.runtime.coherence().invalidate(number, invalidation.expiring(), targets.fences, targets.hashes());
            targets.dropCopies();
        }
        catch (L2UnavailableException ex) {
            applyHere(targets);
            targets.caches.forEach((cache) -> cache.counted(CacheCounter.INVALIDATION_FAILURE));
            throw ex;
        }
    }

    private void applyHere(Targets targets) {
        this.runtime.coherence().invalidateHere(targets.fences, targets.hashes());
        targets.dropCopies();
        targets.cleared.forEach(DefaultTieredCache::dropCopies);
    }

    private Targets resolve(CacheInvalidation invalidation) {
        Targets targets = new Targets();
        for (CacheInvalidation.Key key : invalidation.keys()) {
            DefaultTieredCache cache = this.caches.apply(key.cache());
            LocalKey local = new LocalKey(cache, cache.localKey(key.key()));
            targets.keys.computeIfAbsent(local, (missing) -> cache.entryKey(missing.key));
            targets.note(cache);
        }
        for (String name : invalidation.caches()) {
            DefaultTieredCache cache = this.caches.apply(name);
            targets.note(cache);
            targets.cleared.add(cache);
            targets.fences.add(FenceNames.ofCache(name));
        }
        for (CacheInvalidation.Tag tag : invalidation.tags()) {
            String scope = this.runtime.dimensions().tagScope("The invalidation of a tag", tag.dimensions());
            targets.fences.add(FenceNames.ofTag(scope, tag.tag()));
        }
        if (invalidation.namespace()) {
            targets.fences.add(FenceNames.NAMESPACE);
        }
        return targets;
    }

    private record LocalKey(DefaultTieredCache cache, Object key) {

    }

    private static final class Targets {

        private final Map<LocalKey, EntryKey> keys = new LinkedHashMap<>();

        private final Set<String> fences = new LinkedHashSet<>();

        private final Set<DefaultTieredCache> caches = new LinkedHashSet<>();

        private final Set<DefaultTieredCache> cleared = new LinkedHashSet<>();

        void note(DefaultTieredCache cache) {
            if (this.caches.add(cache)) {
                cache.counted(CacheCounter.INVALIDATION);
            }
        }

        List<Long> hashes() {
            List<Long> hashes = new ArrayList<>(this.keys.size());
            this.keys.values().forEach((key) -> hashes.add(key.hash()));
            return hashes;
        }

        void dropCopies() {
            this.keys.keySet().forEach((local) -> local.cache.dropCopy(local.key));
        }

    }

}
