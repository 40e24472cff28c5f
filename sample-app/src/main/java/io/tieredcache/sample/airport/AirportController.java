package io.tieredcache.sample.airport;

import java.util.Locale;

import io.tieredcache.sample.UnknownCodeException;
import jakarta.validation.Valid;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/airports/{code:[\\w-]{3,7}}")
class AirportController {

    private final AirportService airports;

    AirportController(AirportService airports) {
        this.airports = airports;
    }

    @GetMapping
    Airport get(@PathVariable String code) {
        return this.airports.findByCode(code.toUpperCase(Locale.ROOT))
            .orElseThrow(() -> new UnknownCodeException("airport", code));
    }

    @PutMapping
    Airport put(@PathVariable String code, @Valid @RequestBody AirportUpdate update) {
        return this.airports.update(code.toUpperCase(Locale.ROOT), update);
    }

}
