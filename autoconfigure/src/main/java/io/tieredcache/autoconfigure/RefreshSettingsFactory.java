package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.tieredcache.CacheSettings;
import io.tieredcache.InvalidTieredCacheConfigurationException;

/**
 * Turns properties into the settings of loads before a value is missed, and checks them.
 */
final class RefreshSettingsFactory {

    private RefreshSettingsFactory() {
    }

    static CacheSettings.Refresh create(CacheSource source) {
        // The source of a cache with dimensions may need what is bound to the caller's
        // thread, a tenant above all: that is not left to chance.
        double unset = source.get(CacheProperties::getDimensions, List.of()).isEmpty() ? 1 : 0;
        double beta = source.get((cache) -> cache.getRefresh().getBeta(), unset);
        if (!(beta >= 0 && beta <= 10)) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be 0 to 10, found %s.".formatted(source.subject("refresh.beta"), beta),
                    "Set '%s' to 1, or to 0 to switch early refresh off.".formatted(source.property("refresh.beta")));
        }
        int hotKeys = source.get((cache) -> cache.getRefresh().getHotKeys(), 0);
        source.checkRange("refresh.hot-keys", hotKeys, 0, 10_000);
        int ahead = source.get((cache) -> cache.getRefresh().getAhead(), 20);
        source.checkRange("refresh.ahead", ahead, 1, 90);
        int concurrency = source.get((cache) -> cache.getRefresh().getConcurrency(), 2);
        source.checkRange("refresh.concurrency", concurrency, 1, 1_000);
        return new CacheSettings.Refresh(beta, hotKeys, ahead / 100.0, concurrency, named(source));
    }

    private static CacheSettings.Named named(CacheSource source) {
        List<String> keys = source.get((cache) -> cache.getRefresh().getKeys(), List.of());
        Duration interval = source.positive("refresh.interval", (cache) -> cache.getRefresh().getInterval());
        if (!keys.isEmpty() && interval == null) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s names keys, but %s is not set.".formatted(source.subject("refresh.keys"),
                            source.subject("refresh.interval")),
                    "Set '%s' to a time such as 5m.".formatted(source.property("refresh.interval")));
        }
        if (!keys.isEmpty() && !source.get(CacheProperties::getDimensions, List.of()).isEmpty()) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s names keys, but the cache has dimensions, so that a key is one for each of their values."
                        .formatted(source.subject("refresh.keys")),
                    "Remove '%s', or use TieredCache.refreshEvery where the dimensions are known."
                        .formatted(source.property("refresh.keys")));
        }
        return new CacheSettings.Named(Set.copyOf(keys), (interval != null) ? interval : Duration.ofMinutes(1));
    }

}
