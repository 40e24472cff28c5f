package io.tieredcache.sample.continent;

import java.util.Locale;

import io.tieredcache.sample.UnknownCodeException;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ContinentController {

    private final ContinentService continents;

    ContinentController(ContinentService continents) {
        this.continents = continents;
    }

    @GetMapping("/continents/{code:\\w{2}}/statistics")
    ContinentStatistics statistics(@PathVariable String code) {
        return this.continents.statistics(code.toUpperCase(Locale.ROOT))
            .orElseThrow(() -> new UnknownCodeException("continent", code));
    }

}
