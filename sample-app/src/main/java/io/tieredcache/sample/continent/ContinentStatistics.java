package io.tieredcache.sample.continent;

import java.util.Map;

import io.tieredcache.sample.airport.AirportSummary;
import io.tieredcache.sample.airport.AirportType;
import org.jspecify.annotations.Nullable;

/**
 * Figures on the airports of a continent.
 *
 * @param airportsByCountry the number of airports by country code, most first
 * @param averageSpacingKm the mean great-circle distance of an airport to the one nearest
 * to it on the continent
 */
record ContinentStatistics(String code, int airports, Map<AirportType, Integer> airportsByType,
        Map<String, Integer> airportsByCountry, @Nullable AirportSummary highestAirport,
        @Nullable Double averageElevationFt, @Nullable Double averageSpacingKm) {

}
