package io.tieredcache.sample.airport;

import java.util.Optional;

import io.tieredcache.annotation.InvalidateOn;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.sample.UnknownCodeException;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads airports through the cache. A change publishes an event, and what the event makes
 * invalid is said once, at the class: whoever publishes it need not know of the caches.
 */
@Service
@InvalidateOn(event = AirportChanged.class, tags = { "airport:#{#event.ident}", "airports-of:#{#event.country}",
        "statistics-of:#{#event.continent}" })
public class AirportService {

    private final AirportRepository airports;

    private final ApplicationEventPublisher events;

    AirportService(AirportRepository airports, ApplicationEventPublisher events) {
        this.airports = airports;
        this.events = events;
    }

    @TieredCacheable(cache = "airports", key = "#code", tags = "#{#result?.tags()}")
    public Optional<Airport> findByCode(String code) {
        return this.airports.findByCode(code);
    }

    @Transactional
    public Airport update(String code, AirportUpdate update) {
        this.airports.update(code, update);
        Airport updated = this.airports.findByCode(code).orElseThrow(() -> new UnknownCodeException("airport", code));
        this.events.publishEvent(new AirportChanged(updated.ident(), updated.country(), updated.continent()));
        return updated;
    }

}
