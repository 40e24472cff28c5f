package io.tieredcache.benchmarks.data;

import java.io.Serializable;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The small value: an airport, about 300 bytes of JSON. Serializable, since JetCache
 * writes values that way unless told otherwise.
 *
 * @param id the number of OurAirports
 * @param code the code of OurAirports, mostly that of ICAO
 * @param iataCode the code on a ticket, if it has one
 * @param name the name
 * @param type what kind of airport it is
 * @param latitude degrees north
 * @param longitude degrees east
 * @param elevationFt height above the sea in feet, if it is known
 * @param continent code of the continent
 * @param country code of the country
 * @param region code of the region
 * @param municipality the place that it serves, if it is known
 * @param scheduledService whether airlines fly there
 */
public record Airport(long id, String code, @Nullable String iataCode, String name, String type, double latitude,
        double longitude, @Nullable Integer elevationFt, String continent, String country, String region,
        @Nullable String municipality, boolean scheduledService) implements Serializable {

    /**
     * The tags of a cached airport: itself, and each place it can be dropped with.
     * @return the tags
     */
    public List<String> tags() {
        return List.of("airport:" + this.code, "region:" + this.region, "country:" + this.country,
                "continent:" + this.continent);
    }

}
