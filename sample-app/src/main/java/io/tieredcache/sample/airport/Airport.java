package io.tieredcache.sample.airport;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An airport with the places it belongs to.
 *
 * @param ident the code of OurAirports, mostly that of ICAO
 * @param iataCode the code on a ticket, if it has one
 */
public record Airport(String ident, @Nullable String iataCode, String name, AirportType type,
        @Nullable String municipality, String region, String regionName, String country, String countryName,
        String continent, double latitude, double longitude, @Nullable Integer elevationFt, boolean scheduledService) {

    /**
     * Return the tags of a cached airport: itself, and each place it can be dropped with.
     */
    public List<String> tags() {
        return List.of("airport:" + this.ident, "region:" + this.region, "country:" + this.country,
                "continent:" + this.continent);
    }

}
