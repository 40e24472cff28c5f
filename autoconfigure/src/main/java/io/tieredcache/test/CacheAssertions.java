package io.tieredcache.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.tieredcache.CacheSettings;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;

/**
 * Assertions on what the instances of an application serve. Messages name the instance
 * and the time, never a value or a key.
 *
 * @since 0.1.0
 */
public final class CacheAssertions {

    /** Time that is added to the bound of a cache, for slow machines: five seconds. */
    public static final Duration MARGIN = Duration.ofSeconds(5);

    /** What a miss is read as: nothing stale, whatever was expected. */
    static final Object MISS = new Object();

    private static final Duration USUAL_BOUND = Duration.ofSeconds(5);

    private CacheAssertions() {
    }

    /**
     * Looks at values as the application serves them. The limit is 5 seconds, the usual
     * staleness bound, and the {@link #MARGIN}.
     * @param <V> the type of the value
     * @param readers one per instance, at least one
     * @return the assertion
     */
    public static <V extends @Nullable Object> FreshnessAssert<V> assertThatReaders(
            Collection<? extends CacheReader<? extends V>> readers) {
        return new FreshnessAssert<>("", List.copyOf(readers), USUAL_BOUND.plus(MARGIN));
    }

    /**
     * Looks at the entry of a key in the caches themselves. A miss counts as fresh, since
     * the next read through the cache loads. The limit is the longest time for which the
     * cache may be stale by its settings, and the {@link #MARGIN}: nothing for strong
     * caches, the staleness bound for bounded ones, the time to live in L1 for eventual
     * ones.
     * @param cacheName name of the cache
     * @param key key of the entry
     * @param instances the managers of the instances, at least one
     * @return the assertion; it expects values in the form in which caches hold them, so
     * no Optional
     * @throws IllegalArgumentException if an instance has no such cache
     */
    public static FreshnessAssert<@Nullable Object> assertThatCache(String cacheName, Object key,
            Collection<? extends TieredCacheManager> instances) {
        List<CacheReader<@Nullable Object>> readers = new ArrayList<>();
        Duration bound = Duration.ZERO;
        for (TieredCacheManager instance : instances) {
            TieredCache cache = instance.getCache(cacheName);
            if (cache == null) {
                throw new IllegalArgumentException(
                        "Cache '%s' is not there on instance %d. Declare it, or check its name.".formatted(cacheName,
                                readers.size()));
            }
            readers.add(new CacheReader<>("instance " + readers.size(), () -> read(cache, key)));
            Duration own = bound(cache.settings());
            bound = (own.compareTo(bound) > 0) ? own : bound;
        }
        return new FreshnessAssert<>("Cache '" + cacheName + "': ", List.copyOf(readers), bound.plus(MARGIN));
    }

    private static @Nullable Object read(TieredCache cache, Object key) {
        Cache.ValueWrapper found = cache.get(key);
        return (found != null) ? found.get() : MISS;
    }

    private static Duration bound(CacheSettings settings) {
        return switch (settings.consistency()) {
            case STRONG -> Duration.ZERO;
            case BOUNDED -> settings.stalenessBound();
            case EVENTUAL -> settings.l1().ttl();
        };
    }

}
