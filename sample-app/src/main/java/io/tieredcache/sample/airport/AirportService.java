package io.tieredcache.sample.airport;

import java.util.Optional;

import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.sample.UnknownCodeException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class AirportService {

    private final AirportRepository airports;

    AirportService(AirportRepository airports) {
        this.airports = airports;
    }

    @TieredCacheable(cache = "airports", key = "#code", tags = "#{#result?.tags()}")
    public Optional<Airport> findByCode(String code) {
        return this.airports.findByCode(code);
    }

    @Transactional
    @InvalidateTags({ "airport:#{#result.ident}", "airports-of:#{#result.country}",
            "statistics-of:#{#result.continent}" })
    public Airport update(String code, AirportUpdate update) {
        this.airports.update(code, update);
        return this.airports.findByCode(code).orElseThrow(() -> new UnknownCodeException("airport", code));
    }

}
