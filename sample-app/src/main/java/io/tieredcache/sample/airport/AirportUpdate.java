package io.tieredcache.sample.airport;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What may change about an airport.
 */
record AirportUpdate(@NotBlank @Size(max = 100) String name, @NotNull AirportType type,
        @Size(max = 100) @Nullable String municipality) {

}
