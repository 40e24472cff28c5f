package io.tieredcache.sample.continent;

import java.util.Map;
import java.util.Optional;

import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.sample.airport.AirportType;

import org.springframework.stereotype.Service;

@Service
class ContinentService {

    private final ContinentRepository continents;

    ContinentService(ContinentRepository continents) {
        this.continents = continents;
    }

    @TieredCacheable(cache = "continent-statistics", key = "#code",
            tags = { "continent:#{#code}", "statistics-of:#{#code}" })
    public Optional<ContinentStatistics> statistics(String code) {
        Map<AirportType, Integer> byType = this.continents.countByType(code);
        if (byType.isEmpty()) {
            return Optional.empty();
        }
        int airports = byType.values().stream().mapToInt(Integer::intValue).sum();
        return Optional.of(new ContinentStatistics(code, airports, byType, this.continents.countByCountry(code),
                this.continents.findHighest(code).orElse(null), this.continents.averageElevationFt(code).orElse(null),
                this.continents.averageSpacingKm(code).orElse(null)));
    }

}
