package io.tieredcache.cache;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.SpringCacheInvocation;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.ValueSerializer;

/**
 * Makes caches from their settings, each once.
 */
public final class DefaultTieredCacheManager implements TieredCacheManager {

    private final Map<String, DefaultTieredCache> caches = new ConcurrentHashMap<>();

    private final NamespaceRuntime runtime;

    private final Function<String, @Nullable CacheSettings> settings;

    private final Map<String, ValueSerializer> serializers;

    private final CommitEffects effects;

    private final CacheInvalidator invalidator;

    /**
     * Create a manager.
     * @param runtime what the caches of the namespace share
     * @param declared the names of the caches to make at once
     * @param settings gives the settings of a cache, {@code null} if it may not be made
     * @param serializers the serializers by id
     */
    public DefaultTieredCacheManager(NamespaceRuntime runtime, Collection<String> declared,
            Function<String, @Nullable CacheSettings> settings, Map<String, ValueSerializer> serializers) {
        this.runtime = runtime;
        this.settings = settings;
        this.serializers = Map.copyOf(serializers);
        this.effects = new CommitEffects(runtime.transactions(), runtime.invalidator(), runtime.unsent(),
                this::hasStrongCaches);
        this.invalidator = new DefaultCacheInvalidator(new TargetResolver(runtime, this::required), this.effects);
        declared.forEach(this::required);
    }

    /**
     * Invalidates targets of all caches of this manager.
     * @return the invalidator
     */
    public CacheInvalidator invalidator() {
        return this.invalidator;
    }

    @Override
    public @Nullable TieredCache getCache(String name) {
        DefaultTieredCache cache = find(name);
        SpringCacheInvocation call = SpringCacheInvocation.current();
        return (cache != null && call != null && call.isAsynchronous()) ? new AsynchronousCallCache(cache) : cache;
    }

    private @Nullable DefaultTieredCache find(String name) {
        DefaultTieredCache cache = this.caches.get(name);
        return (cache != null) ? cache : create(name);
    }

    private @Nullable DefaultTieredCache create(String name) {
        CacheSettings found = this.settings.apply(name);
        return (found != null) ? this.caches.computeIfAbsent(name, (missing) -> create(found)) : null;
    }

    private DefaultTieredCache create(CacheSettings settings) {
        String id = settings.l2().serializer();
        ValueSerializer serializer = this.serializers.get(id);
        if (serializer == null) {
            throw new InvalidTieredCacheConfigurationException(
                    "Cache '%s': there is no serializer '%s' (found: %s).".formatted(settings.name(), id,
                            this.serializers.keySet().stream().sorted().toList()),
                    "Use one of those, add the library that it needs, or declare a ValueSerializer bean with that id.");
        }
        CacheParts parts = new CacheParts(settings, this.runtime, serializer,
                () -> ThreadLocalRandom.current().nextDouble());
        return new DefaultTieredCache(parts, this.invalidator, this.effects);
    }

    private boolean hasStrongCaches() {
        return this.caches.values().stream().anyMatch((cache) -> cache.settings().consistency() == Consistency.STRONG);
    }

    private DefaultTieredCache required(String name) {
        DefaultTieredCache cache = find(name);
        if (cache == null) {
            throw new IllegalArgumentException(
                    "There is no cache '%s', and caches on demand are switched off. Declare it as 'tiered-cache.caches.%s'."
                        .formatted(name, name));
        }
        return cache;
    }

    @Override
    public Collection<String> getCacheNames() {
        return Collections.unmodifiableSet(this.caches.keySet());
    }

}
