package io.tieredcache.benchmarks.peer;

import org.springframework.cache.annotation.Cacheable;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.AirportPage;
import io.tieredcache.benchmarks.data.Directory;

/**
 * Airports cached by Spring's own annotation.
 */
public class SpringAirports {

    private final Directory directory;

    /**
     * Create a service.
     * @param directory the source
     */
    public SpringAirports(Directory directory) {
        this.directory = directory;
    }

    /**
     * By one parameter.
     * @param id number of the airport
     * @return the airport
     */
    @Cacheable(cacheNames = "airports", key = "#id")
    public Airport airport(long id) {
        return this.directory.airport(id);
    }

    /**
     * By the default key.
     * @param id number of the airport
     * @return the airport
     */
    @Cacheable(cacheNames = "by-default")
    public Airport byDefaultKey(long id) {
        return this.directory.airport(id);
    }

    /**
     * By a property of the parameter.
     * @param airport an airport
     * @return the same
     */
    @Cacheable(cacheNames = "by-property", key = "#airport.code")
    public Airport byProperty(Airport airport) {
        return airport;
    }

    /**
     * A page.
     * @param number number of the page
     * @return the page
     */
    @Cacheable(cacheNames = "pages", key = "#number")
    public AirportPage page(long number) {
        return this.directory.page(number);
    }

}
