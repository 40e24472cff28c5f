package io.tieredcache.sample.country;

import java.util.Locale;

import io.tieredcache.sample.UnknownCodeException;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/countries/{code:\\w{2}}")
class CountryController {

    private final CountryService countries;

    CountryController(CountryService countries) {
        this.countries = countries;
    }

    @GetMapping("/airports")
    CountryAirports airports(@PathVariable String code) {
        return this.countries.findAirports(code.toUpperCase(Locale.ROOT))
            .orElseThrow(() -> new UnknownCodeException("country", code));
    }

    @PostMapping("/refresh")
    CountryRefresh refresh(@PathVariable String code) {
        return this.countries.refresh(code.toUpperCase(Locale.ROOT));
    }

}
