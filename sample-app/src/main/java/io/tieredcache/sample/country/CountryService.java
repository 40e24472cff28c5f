package io.tieredcache.sample.country;

import java.util.Optional;

import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.sample.UnknownCodeException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class CountryService {

    private final CountryRepository countries;

    CountryService(CountryRepository countries) {
        this.countries = countries;
    }

    @TieredCacheable(cache = "country-airports", key = "#code", tags = { "country:#{#code}", "airports-of:#{#code}" })
    public Optional<CountryAirports> findAirports(String code) {
        return this.countries.findName(code)
            .map((name) -> new CountryAirports(code, name, this.countries.findAirports(code)));
    }

    @Transactional
    @InvalidateTags({ "country:#{#code}", "#{#result.continents.!['statistics-of:' + #this]}" })
    public CountryRefresh refresh(String code) {
        if (this.countries.findName(code).isEmpty()) {
            throw new UnknownCodeException("country", code);
        }
        return new CountryRefresh(code, this.countries.restoreAirports(code), this.countries.findContinents(code));
    }

}
