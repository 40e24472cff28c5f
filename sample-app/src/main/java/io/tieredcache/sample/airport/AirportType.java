package io.tieredcache.sample.airport;

/**
 * The types of OurAirports.
 */
public enum AirportType {

    LARGE_AIRPORT, MEDIUM_AIRPORT, SMALL_AIRPORT, HELIPORT, SEAPLANE_BASE, BALLOONPORT, CLOSED

}
