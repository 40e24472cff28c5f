package io.tieredcache.benchmarks.peer;

import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.AirportPage;
import io.tieredcache.benchmarks.data.Directory;

/**
 * Airports cached by this library. An airport has four tags, which each hit checks.
 */
public class TieredAirports {

    /** Cache of both levels. */
    public static final String BOTH = "airports";

    private final Directory directory;

    /**
     * Create a service.
     * @param directory the source
     */
    public TieredAirports(Directory directory) {
        this.directory = directory;
    }

    /**
     * By one parameter.
     * @param id number of the airport
     * @return the airport
     */
    @TieredCacheable(cache = BOTH, key = "#id", tags = "#{#result.tags()}")
    public Airport airport(long id) {
        return this.directory.airport(id);
    }

    /**
     * Without tags.
     * @param id number of the airport
     * @return the airport
     */
    @TieredCacheable(cache = "untagged", key = "#id")
    public Airport untagged(long id) {
        return this.directory.airport(id);
    }

    /**
     * By the default key.
     * @param id number of the airport
     * @return the airport
     */
    @TieredCacheable(cache = "by-default", tags = "#{#result.tags()}")
    public Airport byDefaultKey(long id) {
        return this.directory.airport(id);
    }

    /**
     * By two parameters.
     * @param id number of the airport
     * @param language part of the key only
     * @return the airport
     */
    @TieredCacheable(cache = "by-two", key = "{#id, #language}", tags = "#{#result.tags()}")
    public Airport byTwo(long id, String language) {
        return this.directory.airport(id);
    }

    /**
     * By two parameters and the default key.
     * @param id number of the airport
     * @param language part of the key only
     * @return the airport
     */
    @TieredCacheable(cache = "by-two-default", tags = "#{#result.tags()}")
    public Airport byTwoDefault(long id, String language) {
        return this.directory.airport(id);
    }

    /**
     * By a property of the parameter.
     * @param airport an airport
     * @return the same
     */
    @TieredCacheable(cache = "by-property", key = "#airport.code", tags = "#{#result.tags()}")
    public Airport byProperty(Airport airport) {
        return airport;
    }

    /**
     * By one parameter and the tenant.
     * @param id number of the airport
     * @return the airport
     */
    @TieredCacheable(cache = "by-tenant", key = "#id", tags = "#{#result.tags()}")
    public Airport byTenant(long id) {
        return this.directory.airport(id);
    }

    /**
     * From L2.
     * @param id number of the airport
     * @return the airport
     */
    @TieredCacheable(cache = "remote-airports", key = "#id", tags = "#{#result.tags()}")
    public Airport remote(long id) {
        return this.directory.airport(id);
    }

    /**
     * From L2, with an L1 that holds next to nothing, so that nearly each read fills it.
     * @param id number of the airport
     * @return the airport
     */
    @TieredCacheable(cache = "promoted-airports", key = "#id", tags = "#{#result.tags()}")
    public Airport promoted(long id) {
        return this.directory.airport(id);
    }

    /**
     * From L2.
     * @param number number of the page
     * @return the page
     */
    @TieredCacheable(cache = "remote-pages", key = "#number", tags = "#{#result.tags()}")
    public AirportPage remotePage(long number) {
        return this.directory.page(number);
    }

}
