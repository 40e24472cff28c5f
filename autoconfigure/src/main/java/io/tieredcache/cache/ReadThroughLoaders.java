package io.tieredcache.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.ReadThroughLoader;

/**
 * The application's loaders by the caches that they load for. They are asked for when the
 * first of them is needed, since they may need a cache themselves.
 */
final class ReadThroughLoaders {

    private final Supplier<Map<String, ReadThrough>> byCache;

    ReadThroughLoaders(Supplier<? extends Collection<? extends ReadThroughLoader<?, ?>>> loaders) {
        this.byCache = SingletonSupplier.of(() -> byCache(loaders.get()));
    }

    private static Map<String, ReadThrough> byCache(Collection<? extends ReadThroughLoader<?, ?>> loaders) {
        Map<String, ReadThroughLoader<?, ?>> first = new HashMap<>();
        Map<String, ReadThrough> byCache = new HashMap<>();
        for (ReadThroughLoader<?, ?> loader : loaders) {
            ReadThroughLoader<?, ?> other = first.putIfAbsent(loader.cache(), loader);
            if (other != null) {
                throw new InvalidTieredCacheConfigurationException(
                        "Cache '%s' has two ReadThroughLoader beans: %s and %s.".formatted(loader.cache(),
                                other.getClass().getName(), loader.getClass().getName()),
                        "Remove one of them, or let it load for another cache.");
            }
            byCache.put(loader.cache(), ReadThrough.of(loader));
        }
        return byCache;
    }

    /**
     * What loads for a cache.
     * @return the loader, {@code null} for none
     */
    @Nullable ReadThrough find(String cache) {
        return this.byCache.get().get(cache);
    }

    /**
     * The caches that have a loader.
     */
    Collection<String> caches() {
        return this.byCache.get().keySet();
    }

}
