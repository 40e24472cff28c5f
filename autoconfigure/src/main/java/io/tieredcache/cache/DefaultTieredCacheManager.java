package io.tieredcache.cache;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheAdministration;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.ReadThroughLoader;
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

    private final Derivations derivations;

    private final ReadThroughLoaders loaders;

    private final TargetResolver resolver;

    private volatile Function<String, TogglesOfCache> toggles = (name) -> TogglesOfCache.NONE;

    /**
     * Create a manager.
     * @param runtime what the caches of the namespace share
     * @param declared the names of the caches to make at once
     * @param settings gives the settings of a cache, {@code null} if it may not be made
     * @param serializers the serializers by id
     */
    public DefaultTieredCacheManager(NamespaceRuntime runtime, Collection<String> declared,
            Function<String, @Nullable CacheSettings> settings, Map<String, ValueSerializer> serializers) {
        this(runtime, declared, settings, serializers, List::of);
    }

    /**
     * Create a manager of caches of which some load by themselves.
     * @param runtime what the caches of the namespace share
     * @param declared the names of the caches to make at once
     * @param settings gives the settings of a cache, {@code null} if it may not be made
     * @param serializers the serializers by id
     * @param loaders gives the loaders, asked for once, when a cache first needs one
     */
    public DefaultTieredCacheManager(NamespaceRuntime runtime, Collection<String> declared,
            Function<String, @Nullable CacheSettings> settings, Map<String, ValueSerializer> serializers,
            Supplier<? extends Collection<? extends ReadThroughLoader<?, ?>>> loaders) {
        this.loaders = new ReadThroughLoaders(loaders);
        this.runtime = runtime;
        this.settings = settings;
        this.serializers = Map.copyOf(serializers);
        this.effects = new CommitEffects(runtime.transactions(), runtime.invalidator(), runtime.unsent(),
                this::hasStrongCaches, runtime.whenUnreachable(), runtime.outbox());
        this.resolver = new TargetResolver(runtime, this::required);
        this.invalidator = new DefaultCacheInvalidator(this.resolver, this.effects);
        List<CacheSettings> known = declared.stream().map(settings).filter(Objects::nonNull).toList();
        this.derivations = new Derivations(known, (name) -> settings.apply(name) != null);
        known.forEach((cache) -> this.caches.put(cache.name(), create(cache)));
    }

    /**
     * Invalidates targets of all caches of this manager.
     * @return the invalidator
     */
    public CacheInvalidator invalidator() {
        return this.invalidator;
    }

    /**
     * What operators do to the caches of this manager.
     * @return the administration
     */
    public CacheAdministration administration() {
        return new DefaultCacheAdministration(this.runtime, this.resolver, this.caches::get);
    }

    /**
     * The caches that there are now.
     */
    Collection<DefaultTieredCache> all() {
        return this.caches.values();
    }

    /**
     * Lets caches that are made from now on begin with what is toggled.
     * @param found gives the toggles that are in force for a cache
     */
    void toggledBy(Function<String, TogglesOfCache> found) {
        this.toggles = found;
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
        ValueSerializer serializer = serializer("Cache '%s'".formatted(settings.name()), settings.l2().serializer());
        this.derivations.check(settings);
        CacheParts parts = new CacheParts(settings, this.runtime, serializer, this.derivations,
                () -> ThreadLocalRandom.current().nextDouble());
        DefaultTieredCache cache = new DefaultTieredCache(parts, this.invalidator, this.effects,
                () -> this.loaders.find(settings.name()));
        cache.toggle(this.toggles.apply(settings.name()), true);
        this.runtime.observers().created(cache);
        return cache;
    }

    private ValueSerializer serializer(String subject, String id) {
        ValueSerializer serializer = this.serializers.get(id);
        if (serializer == null) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s: there is no serializer '%s' (found: %s).".formatted(subject, id,
                            this.serializers.keySet().stream().sorted().toList()),
                    "Use one of those, add the library that it needs, or declare a ValueSerializer bean with that id.");
        }
        return serializer;
    }

    /**
     * Checks what caches that are made on demand will need, without making one.
     * @param subject where the settings come from, for the error
     * @param settings the settings of such a cache
     * @throws InvalidTieredCacheConfigurationException if something is missing
     */
    public void check(String subject, CacheSettings settings) {
        serializer(subject, settings.l2().serializer());
        this.runtime.dimensions().require(subject, settings.keys().dimensions());
    }

    /**
     * Checks the loaders: that each has a cache, and a cache one loader at most.
     * @throws InvalidTieredCacheConfigurationException if one has none or another one
     */
    public void checkLoaders() {
        for (String name : this.loaders.caches()) {
            if (find(name) == null) {
                throw new InvalidTieredCacheConfigurationException(
                        "A ReadThroughLoader loads for the cache '%s', which is not declared, and caches on demand are switched off."
                            .formatted(name),
                        "Correct the name, or declare the cache as 'tiered-cache.caches.%s'.".formatted(name));
            }
        }
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
