package io.tieredcache.sample.visit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The visits of an airport.
 *
 * @param airport the airport's ident
 * @param visits how many are written
 * @param lastVisit the latest one, written or not; {@code null} where there is none
 */
record VisitCount(String airport, long visits, @Nullable Instant lastVisit) {

}
