package io.tieredcache.drill;

import java.util.List;
import java.util.stream.IntStream;

import io.tieredcache.annotation.TieredCacheable;

/**
 * Reads the directory through caches.
 */
class DirectoryReads {

    private static final List<String> LINES = IntStream.range(0, 10)
        .mapToObj((number) -> "An airport with the number " + number)
        .toList();

    private final DrillSource source;

    DirectoryReads(DrillSource source) {
        this.source = source;
    }

    @TieredCacheable(cache = "airports", key = "#code", tags = "country:#{#result.country()}")
    public Airport airport(int code) {
        return new Airport(code, this.source.items().countryOf(code), this.source.load(DrillCache.AIRPORTS, code),
                "Airport number " + code);
    }

    @TieredCacheable(cache = "country-airports", key = "#country", tags = "airports-of:#{#country}")
    public Versioned list(int country) {
        return load(DrillCache.LISTS, country);
    }

    @TieredCacheable(cache = "statistics", key = "#continent")
    public Versioned statistic(int continent) {
        return load(DrillCache.STATISTICS, continent);
    }

    @TieredCacheable(cache = "runways", key = "#airport")
    public Versioned runways(int airport) {
        return load(DrillCache.RUNWAYS, airport);
    }

    private Versioned load(DrillCache cache, int key) {
        return new Versioned(key, this.source.load(cache, key), LINES);
    }

}
