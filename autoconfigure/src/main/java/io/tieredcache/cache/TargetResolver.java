package io.tieredcache.cache;

import java.util.function.Function;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.store.FenceNames;

/**
 * Finds out what an invalidation means on the thread that calls for it, whose key
 * dimensions count.
 */
final class TargetResolver {

    private final NamespaceRuntime runtime;

    private final Function<String, DefaultTieredCache> caches;

    TargetResolver(NamespaceRuntime runtime, Function<String, DefaultTieredCache> caches) {
        this.runtime = runtime;
        this.caches = caches;
    }

    InvalidationTargets resolve(CacheInvalidation invalidation) {
        InvalidationTargets targets = new InvalidationTargets();
        if (!invalidation.expiring() && !invalidation.isEmpty()) {
            targets.evict();
        }
        for (CacheInvalidation.Key key : invalidation.keys()) {
            DefaultTieredCache cache = this.caches.apply(key.cache());
            targets.addKey(cache, cache.localKey(key.key()));
        }
        invalidation.caches().forEach((name) -> targets.addCache(this.caches.apply(name)));
        for (CacheInvalidation.Tag tag : invalidation.tags()) {
            String scope = this.runtime.dimensions().tagScope("The invalidation of a tag", tag.dimensions());
            targets.addFence(FenceNames.ofTag(scope, tag.tag()));
        }
        if (invalidation.namespace()) {
            targets.addFence(FenceNames.NAMESPACE);
        }
        invalidation.eventTimes().forEach((time) -> targets.addEventTime(time.toEpochMilli()));
        return targets;
    }

}
