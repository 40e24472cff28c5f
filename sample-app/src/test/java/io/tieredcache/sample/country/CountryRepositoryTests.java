package io.tieredcache.sample.country;

import java.util.List;

import io.tieredcache.sample.airport.AirportSummary;
import io.tieredcache.sample.ourairports.OurAirports;
import io.tieredcache.sample.ourairports.OurAirportsImport;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@JdbcTest
@Import({ CountryRepository.class, OurAirports.class, OurAirportsImport.class })
class CountryRepositoryTests {

    @Autowired
    private CountryRepository countries;

    @Autowired
    private JdbcClient jdbcClient;

    @Test
    void airportsAreListedByName() {
        assertThat(this.countries.findAirports("IS")).hasSize(9)
            .extracting(AirportSummary::name)
            .startsWith("Akureyri Airport", "Egilsstaðir Airport");
    }

    @Test
    void countryMayHaveNoAirport() {
        assertThat(this.countries.findName("AD")).contains("Andorra");
        assertThat(this.countries.findAirports("AD")).isEmpty();
        assertThat(this.countries.findContinents("AD")).isEmpty();
    }

    @Test
    void countryMayBeOnSeveralContinents() {
        assertThat(this.countries.findContinents("US")).containsExactly("NA", "OC");
    }

    @Test
    void unknownCountryHasNoName() {
        assertThat(this.countries.findName("QQ")).isEmpty();
    }

    @Test
    void restoredAirportsAreAsTheyWere() {
        List<AirportSummary> original = this.countries.findAirports("IS");
        this.jdbcClient.sql("UPDATE airport SET name = 'x', type = 'CLOSED', municipality = NULL").update();
        assertThat(this.countries.restoreAirports("IS")).isEqualTo(9);
        assertThat(this.countries.findAirports("IS")).isEqualTo(original);
        assertThat(this.countries.findAirports("LU")).extracting(AirportSummary::name).containsExactly("x");
    }

}
