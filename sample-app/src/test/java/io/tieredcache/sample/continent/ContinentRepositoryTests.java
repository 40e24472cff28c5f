package io.tieredcache.sample.continent;

import java.util.Map;

import io.tieredcache.sample.airport.AirportSummary;
import io.tieredcache.sample.airport.AirportType;
import io.tieredcache.sample.ourairports.OurAirports;
import io.tieredcache.sample.ourairports.OurAirportsImport;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

@JdbcTest
@Import({ ContinentRepository.class, OurAirports.class, OurAirportsImport.class })
class ContinentRepositoryTests {

    @Autowired
    private ContinentRepository continents;

    @Autowired
    private JdbcClient jdbcClient;

    @Test
    void airportsAreCountedByType() {
        assertThat(this.continents.countByType("OC"))
            .isEqualTo(Map.of(AirportType.LARGE_AIRPORT, 16, AirportType.MEDIUM_AIRPORT, 325));
        assertThat(this.continents.countByType("XX")).isEmpty();
    }

    @Test
    void countryWithTheMostAirportsComesFirst() {
        assertThat(this.continents.countByCountry("OC").entrySet()).startsWith(entry("AU", 190), entry("NZ", 38));
    }

    @Test
    void highestAirportIsFound() {
        assertThat(this.continents.findHighest("AN")).get()
            .extracting(AirportSummary::name, AirportSummary::elevationFt)
            .containsExactly("Vostok Skiway", 11447);
    }

    @Test
    void averagesAreRounded() {
        assertThat(this.continents.averageElevationFt("AN")).contains(6442.4);
        assertThat(this.continents.averageSpacingKm("AN")).contains(622.6);
    }

    @Test
    void loneAirportHasNoSpacing() {
        this.jdbcClient.sql("DELETE FROM airport WHERE continent = 'AN' AND ident <> 'NZSP'").update();
        assertThat(this.continents.averageSpacingKm("AN")).isEmpty();
    }

    @Test
    void elevationsMayBeUnknown() {
        this.jdbcClient.sql("UPDATE airport SET elevation_ft = NULL WHERE continent = 'AN'").update();
        assertThat(this.continents.findHighest("AN")).isEmpty();
        assertThat(this.continents.averageElevationFt("AN")).isEmpty();
    }

}
