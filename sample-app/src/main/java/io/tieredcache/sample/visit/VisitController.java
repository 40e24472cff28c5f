package io.tieredcache.sample.visit;

import java.util.Locale;

import io.tieredcache.sample.UnknownCodeException;
import io.tieredcache.sample.airport.Airport;
import io.tieredcache.sample.airport.AirportService;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/airports/{code:[\\w-]{3,7}}/visits")
class VisitController {

    private final AirportService airports;

    private final VisitService visits;

    VisitController(AirportService airports, VisitService visits) {
        this.airports = airports;
        this.visits = visits;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Visit post(@PathVariable String code) {
        return this.visits.visit(ident(code));
    }

    @GetMapping
    VisitCount get(@PathVariable String code) {
        String airport = ident(code);
        return new VisitCount(airport, this.visits.count(airport),
                this.visits.findLastVisit(airport).map(Visit::at).orElse(null));
    }

    private String ident(String code) {
        return this.airports.findByCode(code.toUpperCase(Locale.ROOT))
            .map(Airport::ident)
            .orElseThrow(() -> new UnknownCodeException("airport", code));
    }

}
