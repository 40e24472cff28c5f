package io.tieredcache.drill;

import io.tieredcache.annotation.TieredCacheable;

/**
 * Reads the directory through caches.
 */
class DirectoryReads implements ItemReads {

    private final DirectoryLoads loads;

    DirectoryReads(DrillSource source) {
        this.loads = new DirectoryLoads(source);
    }

    @Override
    @TieredCacheable(cache = "airports", key = "#code", tags = "country:#{#result.country()}")
    public Airport airport(int code) {
        return this.loads.airport(code);
    }

    @Override
    @TieredCacheable(cache = "country-airports", key = "#country", tags = "airports-of:#{#country}")
    public Versioned list(int country) {
        return this.loads.load(DrillCache.LISTS, country);
    }

    @Override
    @TieredCacheable(cache = "statistics", key = "#continent")
    public Versioned statistic(int continent) {
        return this.loads.load(DrillCache.STATISTICS, continent);
    }

    @Override
    @TieredCacheable(cache = "runways", key = "#airport")
    public Versioned runways(int airport) {
        return this.loads.load(DrillCache.RUNWAYS, airport);
    }

}
