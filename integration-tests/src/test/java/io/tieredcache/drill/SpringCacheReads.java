package io.tieredcache.drill;

import org.springframework.cache.annotation.Cacheable;

/**
 * Reads the directory through caches of Spring. Spring knows no classes of consistency,
 * so the runways, of which nobody may see an old one, are cached as everything else.
 */
class SpringCacheReads implements OtherReads {

    private final DirectoryLoads loads;

    SpringCacheReads(DrillSource source) {
        this.loads = new DirectoryLoads(source);
    }

    @Override
    @Cacheable(cacheNames = "airports", key = "#code")
    public Airport airport(int code) {
        return this.loads.airport(code);
    }

    @Override
    @Cacheable(cacheNames = "country-airports", key = "#country")
    public Versioned list(int country) {
        return this.loads.load(DrillCache.LISTS, country);
    }

    @Override
    @Cacheable(cacheNames = "statistics", key = "#continent")
    public Versioned statistic(int continent) {
        return this.loads.load(DrillCache.STATISTICS, continent);
    }

    @Override
    @Cacheable(cacheNames = "runways", key = "#airport")
    public Versioned runways(int airport) {
        return this.loads.load(DrillCache.RUNWAYS, airport);
    }

}
