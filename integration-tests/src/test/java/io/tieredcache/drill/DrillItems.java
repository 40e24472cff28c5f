package io.tieredcache.drill;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The items of the source: the keys of all caches, one after the other.
 *
 * @param airports number of airports
 * @param countries number of countries
 */
record DrillItems(int airports, int countries) {

    private static final int STATISTICS = 7;

    private static final int RUNWAYS = 40;

    /**
     * Number of all items.
     */
    int count() {
        return this.airports + this.countries + STATISTICS + RUNWAYS;
    }

    /**
     * Number of a cache's keys, which begin with 0.
     */
    int count(DrillCache cache) {
        return switch (cache) {
            case AIRPORTS -> this.airports;
            case LISTS -> this.countries;
            case STATISTICS -> STATISTICS;
            case RUNWAYS -> RUNWAYS;
        };
    }

    /**
     * The item of a key.
     */
    int item(DrillCache cache, int key) {
        return first(cache) + key;
    }

    /**
     * The cache of an item.
     */
    DrillCache cache(int item) {
        DrillCache found = DrillCache.AIRPORTS;
        for (DrillCache cache : DrillCache.values()) {
            found = (first(cache) <= item) ? cache : found;
        }
        return found;
    }

    /**
     * The key of an item.
     */
    int key(int item) {
        return item - first(cache(item));
    }

    int countryOf(int airport) {
        return airport % this.countries;
    }

    /**
     * The codes of a country's airports.
     */
    List<Integer> airportsOf(int country) {
        return IntStream.iterate(country, (code) -> code < this.airports, (code) -> code + this.countries)
            .boxed()
            .toList();
    }

    private int first(DrillCache cache) {
        int first = 0;
        for (DrillCache earlier : DrillCache.values()) {
            if (earlier == cache) {
                return first;
            }
            first += count(earlier);
        }
        throw new IllegalArgumentException(cache.name());
    }

}
