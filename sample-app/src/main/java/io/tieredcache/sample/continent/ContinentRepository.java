package io.tieredcache.sample.continent;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.tieredcache.sample.airport.AirportSummary;
import io.tieredcache.sample.airport.AirportType;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ContinentRepository {

    private final JdbcClient jdbcClient;

    ContinentRepository(JdbcClient jdbcClient) {
        this.jdbcClient = jdbcClient;
    }

    Map<AirportType, Integer> countByType(String code) {
        Map<AirportType, Integer> counts = new EnumMap<>(AirportType.class);
        this.jdbcClient.sql("SELECT type, COUNT(*) AS airports FROM airport WHERE continent = :code GROUP BY type")
            .param("code", code)
            .query((row) -> {
                counts.put(AirportType.valueOf(row.getString("type")), row.getInt("airports"));
            });
        return counts;
    }

    Map<String, Integer> countByCountry(String code) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        this.jdbcClient.sql("""
                SELECT country, COUNT(*) AS airports
                FROM airport
                WHERE continent = :code
                GROUP BY country
                ORDER BY airports DESC, country
                """).param("code", code).query((row) -> {
            counts.put(row.getString("country"), row.getInt("airports"));
        });
        return counts;
    }

    Optional<AirportSummary> findHighest(String code) {
        return this.jdbcClient.sql("""
                SELECT ident, iata_code AS iataCode, name, type, municipality, elevation_ft AS elevationFt
                FROM airport
                WHERE continent = :code AND elevation_ft IS NOT NULL
                ORDER BY elevation_ft DESC, ident
                FETCH FIRST 1 ROW ONLY
                """).param("code", code).query(AirportSummary.class).optional();
    }

    Optional<Double> averageElevationFt(String code) {
        return this.jdbcClient.sql("""
                SELECT CAST(AVG(elevation_ft) AS DECIMAL(8, 1))
                FROM airport
                WHERE continent = :code
                """).param("code", code).query(Double.class).optional();
    }

    /**
     * Compares each airport with all others of the continent by the haversine formula,
     * which takes more than a second for a continent of a thousand airports.
     */
    Optional<Double> averageSpacingKm(String code) {
        return this.jdbcClient.sql("""
                SELECT CAST(AVG(2 * 6371 * ASIN(SQRT(haversine))) AS DECIMAL(8, 1))
                FROM (
                    SELECT MIN(POWER(SIN(RADIANS(b.latitude - a.latitude) / 2), 2)
                        + COS(RADIANS(a.latitude)) * COS(RADIANS(b.latitude))
                        * POWER(SIN(RADIANS(b.longitude - a.longitude) / 2), 2)) AS haversine
                    FROM airport a
                    JOIN airport b ON b.continent = a.continent AND b.ident <> a.ident
                    WHERE a.continent = :code
                    GROUP BY a.ident
                ) nearest
                """).param("code", code).query(Double.class).optional();
    }

}
