package io.tieredcache.sample.country;

import java.util.List;

import io.tieredcache.sample.airport.AirportSummary;

/**
 * A country and its airports, by name.
 */
record CountryAirports(String code, String name, List<AirportSummary> airports) {

}
