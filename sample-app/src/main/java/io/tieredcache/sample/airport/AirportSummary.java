package io.tieredcache.sample.airport;

import org.jspecify.annotations.Nullable;

/**
 * An airport as it is shown in lists.
 */
public record AirportSummary(String ident, @Nullable String iataCode, String name, AirportType type,
        @Nullable String municipality, @Nullable Integer elevationFt) {

}
