package io.tieredcache.drill;

/**
 * Reads of the directory through caches.
 */
interface ItemReads {

    Airport airport(int code);

    Versioned list(int country);

    Versioned statistic(int continent);

    Versioned runways(int airport);

    /**
     * Reads the version of what a cache holds under a key. Static, since a default method
     * would call the methods without their advice.
     */
    static long version(ItemReads reads, DrillCache cache, int key) {
        return switch (cache) {
            case AIRPORTS -> reads.airport(key).version();
            case LISTS -> reads.list(key).version();
            case STATISTICS -> reads.statistic(key).version();
            case RUNWAYS -> reads.runways(key).version();
        };
    }

}
