package io.tieredcache.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

import io.tieredcache.TieredCache;
import io.tieredcache.store.CacheObserver;

/**
 * Gives caches that Boot does not see Boot's meters of caches: those that are made on
 * demand, and those beside another cache manager.
 */
final class SpringCacheMeterBinding implements CacheObserver, SmartInitializingSingleton {

    /** What Boot makes of the name of our cache manager. */
    private static final Tag MANAGER = Tag.of("cache.manager", "tiered");

    private final ObjectProvider<CacheMetricsRegistrar> registrar;

    private final ObjectProvider<MeterRegistry> registry;

    private final List<TieredCache> waiting = new ArrayList<>();

    private boolean started;

    SpringCacheMeterBinding(ObjectProvider<CacheMetricsRegistrar> registrar, ObjectProvider<MeterRegistry> registry) {
        this.registrar = registrar;
        this.registry = registry;
    }

    @Override
    public synchronized void created(TieredCache cache) {
        if (this.started) {
            bind(cache);
        }
        else {
            this.waiting.add(cache);
        }
    }

    @Override
    public synchronized void afterSingletonsInstantiated() {
        this.started = true;
        this.waiting.forEach(this::bind);
        this.waiting.clear();
    }

    private void bind(TieredCache cache) {
        CacheMetricsRegistrar found = this.registrar.getIfUnique();
        MeterRegistry meters = this.registry.getIfUnique();
        if (found != null && meters != null
                && meters.find("cache.gets")
                    .tag("cache", cache.getName())
                    .tag(MANAGER.getKey(), MANAGER.getValue())
                    .functionCounters()
                    .isEmpty()) {
            found.bindCacheToRegistry(cache, MANAGER);
        }
    }

}
