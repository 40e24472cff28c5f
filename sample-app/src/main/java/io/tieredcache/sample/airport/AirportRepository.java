package io.tieredcache.sample.airport;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class AirportRepository {

    private final JdbcClient jdbcClient;

    AirportRepository(JdbcClient jdbcClient) {
        this.jdbcClient = jdbcClient;
    }

    Optional<Airport> findByCode(String code) {
        return this.jdbcClient.sql("""
                SELECT a.ident, a.iata_code AS iataCode, a.name, a.type, a.municipality,
                    a.region, r.name AS regionName, a.country, c.name AS countryName, a.continent,
                    a.latitude, a.longitude, a.elevation_ft AS elevationFt, a.scheduled_service AS scheduledService
                FROM airport a
                JOIN region r ON r.code = a.region
                JOIN country c ON c.code = a.country
                WHERE a.ident = :code OR a.iata_code = :code
                """).param("code", code).query(Airport.class).optional();
    }

    void update(String code, AirportUpdate update) {
        this.jdbcClient.sql("""
                UPDATE airport
                SET name = :name, type = :type, municipality = :municipality
                WHERE ident = :code OR iata_code = :code
                """)
            .param("code", code)
            .param("name", update.name())
            .param("type", update.type().name())
            .param("municipality", update.municipality())
            .update();
    }

}
