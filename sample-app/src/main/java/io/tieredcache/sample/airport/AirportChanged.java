package io.tieredcache.sample.airport;

/**
 * An airport was changed. Published within the transaction of the change.
 *
 * @param ident the airport
 * @param country where it is
 * @param continent where it is
 */
public record AirportChanged(String ident, String country, String continent) {

}
