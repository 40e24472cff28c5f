package io.tieredcache.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a writer may do: change items of the source in one commit, and invalidate them in
 * the way that the name says.
 */
enum DrillWrite {

    /** Changes one airport and evicts its key. */
    AIRPORT_BY_KEY(DrillCache.AIRPORTS),

    /** Changes a country's list and all its airports, and invalidates their two tags. */
    COUNTRY_BY_TAGS(DrillCache.LISTS),

    /** Changes one statistic and evicts its key. */
    STATISTIC_BY_KEY(DrillCache.STATISTICS),

    /** Changes all statistics and clears their cache. */
    STATISTICS_BY_CACHE(DrillCache.STATISTICS),

    /** Changes one runway and evicts its key. */
    RUNWAY_BY_KEY(DrillCache.RUNWAYS);

    private final DrillCache cache;

    DrillWrite(DrillCache cache) {
        this.cache = cache;
    }

    /**
     * The cache whose keys it is about.
     */
    DrillCache cache() {
        return this.cache;
    }

    /**
     * The items that it changes.
     * @param key the key it is about
     * @param items the items of the drill
     */
    List<Integer> changed(int key, DrillItems items) {
        return switch (this) {
            case AIRPORT_BY_KEY, STATISTIC_BY_KEY, RUNWAY_BY_KEY -> List.of(items.item(this.cache, key));
            case STATISTICS_BY_CACHE -> all(items);
            case COUNTRY_BY_TAGS -> {
                List<Integer> changed = new ArrayList<>(List.of(items.item(DrillCache.LISTS, key)));
                items.airportsOf(key).forEach((code) -> changed.add(items.item(DrillCache.AIRPORTS, code)));
                yield changed;
            }
        };
    }

    private List<Integer> all(DrillItems items) {
        return IntStream.range(0, items.count(this.cache)).mapToObj((key) -> items.item(this.cache, key)).toList();
    }

}
