package io.tieredcache.sample.airport;

import io.tieredcache.sample.ourairports.OurAirports;
import io.tieredcache.sample.ourairports.OurAirportsImport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

@JdbcTest
@Import({ AirportRepository.class, OurAirports.class, OurAirportsImport.class })
class AirportRepositoryTests {

    @Autowired
    private AirportRepository airports;

    @ParameterizedTest
    @ValueSource(strings = { "KEF", "BIKF" })
    void findsAnAirportByEitherCode(String code) {
        assertThat(this.airports.findByCode(code))
            .contains(new Airport("BIKF", "KEF", "Keflavik International Airport", AirportType.LARGE_AIRPORT,
                    "Reykjavík", "IS-2", "Southern Peninsula", "IS", "Iceland", "EU", 63.985001, -22.6056, 171, true));
    }

    @Test
    void findsAnAirportWhoseTwoCodesAreTheSame() {
        assertThat(this.airports.findByCode("TNW")).get().extracting(Airport::ident).isEqualTo("TNW");
    }

    @Test
    void findsNothingByAnUnknownCode() {
        assertThat(this.airports.findByCode("QQQQ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "KEF", "BIKF" })
    void updatesOnlyTheAirportOfTheCode(String code) {
        this.airports.update(code, new AirportUpdate("Keflavík", AirportType.CLOSED, null));
        assertThat(this.airports.findByCode("KEF")).get()
            .extracting(Airport::name, Airport::type, Airport::municipality)
            .containsExactly("Keflavík", AirportType.CLOSED, null);
        assertThat(this.airports.findByCode("RKV")).get().extracting(Airport::name).isEqualTo("Reykjavik Airport");
    }

    @Test
    void tagsNameAllThatTheAirportBelongsTo() {
        assertThat(this.airports.findByCode("HNL")).get()
            .extracting(Airport::tags)
            .asInstanceOf(LIST)
            .containsExactlyInAnyOrder("airport:PHNL", "region:US-HI", "country:US", "continent:OC");
    }

}
