package io.tieredcache.sample.country;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tieredcache.sample.airport.AirportSummary;
import io.tieredcache.sample.ourairports.OurAirports;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSourceUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CountryRepository {

    private final JdbcClient jdbcClient;

    private final NamedParameterJdbcTemplate jdbcTemplate;

    private final OurAirports ourAirports;

    CountryRepository(JdbcClient jdbcClient, NamedParameterJdbcTemplate jdbcTemplate, OurAirports ourAirports) {
        this.jdbcClient = jdbcClient;
        this.jdbcTemplate = jdbcTemplate;
        this.ourAirports = ourAirports;
    }

    Optional<String> findName(String code) {
        return this.jdbcClient.sql("SELECT name FROM country WHERE code = :code")
            .param("code", code)
            .query(String.class)
            .optional();
    }

    List<AirportSummary> findAirports(String code) {
        return this.jdbcClient.sql("""
                SELECT ident, iata_code AS iataCode, name, type, municipality, elevation_ft AS elevationFt
                FROM airport
                WHERE country = :code
                ORDER BY name, ident
                """).param("code", code).query(AirportSummary.class).list();
    }

    List<String> findContinents(String code) {
        return this.jdbcClient.sql("SELECT DISTINCT continent FROM airport WHERE country = :code ORDER BY continent")
            .param("code", code)
            .query(String.class)
            .list();
    }

    int restoreAirports(String code) {
        List<Map<String, @Nullable String>> rows = this.ourAirports.airports()
            .stream()
            .filter((row) -> code.equals(row.get("iso_country")))
            .toList();
        this.jdbcTemplate.batchUpdate("""
                UPDATE airport
                SET name = :name, type = UPPER(:type), municipality = :municipality
                WHERE ident = UPPER(:ident)
                """, SqlParameterSourceUtils.createBatch(rows));
        return rows.size();
    }

}
