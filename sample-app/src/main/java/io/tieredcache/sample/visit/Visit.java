package io.tieredcache.sample.visit;

import java.time.Instant;

/**
 * Somebody visited an airport.
 *
 * @param airport the airport's ident
 * @param at when
 */
public record Visit(String airport, Instant at) {

}
