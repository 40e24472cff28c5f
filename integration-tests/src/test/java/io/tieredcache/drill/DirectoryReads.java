package io.tieredcache.drill;

import io.tieredcache.annotation.TieredCacheable;

/**
 * Reads the directory through caches.
 */
class DirectoryReads {

    private final DirectoryLoads loads;

    DirectoryReads(DrillSource source) {
        this.loads = new DirectoryLoads(source);
    }

    @TieredCacheable(cache = "airports", key = "#code", tags = "country:#{#result.country()}")
    public Airport airport(int code) {
        return this.loads.airport(code);
    }

    @TieredCacheable(cache = "country-airports", key = "#country", tags = "airports-of:#{#country}")
    public Versioned list(int country) {
        return this.loads.load(DrillCache.LISTS, country);
    }

    @TieredCacheable(cache = "statistics", key = "#continent")
    public Versioned statistic(int continent) {
        return this.loads.load(DrillCache.STATISTICS, continent);
    }

    @TieredCacheable(cache = "runways", key = "#airport")
    public Versioned runways(int airport) {
        return this.loads.load(DrillCache.RUNWAYS, airport);
    }

}
