package io.tieredcache.cache;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheAdministration;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.KeyExplanation;
import io.tieredcache.Reach;

/**
 * Acts on the caches at once, whatever they say of a Redis that is away.
 */
final class DefaultCacheAdministration implements CacheAdministration {

    private final NamespaceRuntime runtime;

    private final TargetResolver resolver;

    private final Function<String, @Nullable DefaultTieredCache> caches;

    DefaultCacheAdministration(NamespaceRuntime runtime, TargetResolver resolver,
            Function<String, @Nullable DefaultTieredCache> caches) {
        this.runtime = runtime;
        this.resolver = resolver;
        this.caches = caches;
    }

    @Override
    public void invalidate(CacheInvalidation invalidation, Reach reach) {
        invalidation.caches().forEach(this::required);
        invalidation.keys().forEach((key) -> required(key.cache()));
        InvalidationTargets targets = this.resolver.resolve(invalidation);
        if (reach == Reach.INSTANCE) {
            this.runtime.invalidator().applyHere(targets);
        }
        else if (!targets.isEmpty()) {
            this.runtime.invalidator().invalidate(targets);
        }
    }

    @Override
    public KeyExplanation explain(String cache, String keyText, boolean withValue) {
        return required(cache).explain(keyText, withValue);
    }

    private DefaultTieredCache required(String name) {
        DefaultTieredCache cache = this.caches.apply(name);
        if (cache == null) {
            throw new IllegalArgumentException(
                    "There is no cache '%s' on this instance. Correct the name.".formatted(name));
        }
        return cache;
    }

}
