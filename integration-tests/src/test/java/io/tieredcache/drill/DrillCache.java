package io.tieredcache.drill;

import io.tieredcache.Consistency;

/**
 * The caches of the drilled service. Each key of each of them is an item of the
 * {@link VersionedSource}.
 */
enum DrillCache {

    /**
     * Airports by code, each with the tag of its country, which follows from the value.
     */
    AIRPORTS("airports", Consistency.BOUNDED),

    /** Lists by country, with a tag that is known before the load. */
    LISTS("country-airports", Consistency.BOUNDED),

    /** Statistics by continent. */
    STATISTICS("statistics", Consistency.EVENTUAL),

    /** Runways by airport, of which a reader must never see an old one. */
    RUNWAYS("runways", Consistency.STRONG);

    private final String cacheName;

    private final Consistency consistency;

    DrillCache(String cacheName, Consistency consistency) {
        this.cacheName = cacheName;
        this.consistency = consistency;
    }

    String cacheName() {
        return this.cacheName;
    }

    Consistency consistency() {
        return this.consistency;
    }

}
