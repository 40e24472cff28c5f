package io.tieredcache.benchmarks.data;

import java.io.Serializable;
import java.util.List;

/**
 * The large value: a page of a list of airports, about 10 KB of JSON.
 *
 * @param number number of the page
 * @param country code of the country of its first airport
 * @param airports the airports
 */
@SuppressWarnings("serial")
public record AirportPage(long number, String country, List<Airport> airports) implements Serializable {

    /**
     * The tags of a cached page.
     * @return the tags
     */
    public List<String> tags() {
        return List.of("airports-of:" + this.country);
    }

}
