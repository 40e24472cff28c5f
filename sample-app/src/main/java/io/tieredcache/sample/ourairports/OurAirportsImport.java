package io.tieredcache.sample.ourairports;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSourceUtils;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Creates the tables and fills them if they are empty, before the server takes requests:
 * an airport asked for earlier would be cached as unknown.
 * <p>
 * Of two instances that start on an empty database, one waits for the other at the first
 * primary key, fails on it, and finds everything done when it tries again.
 */
@Component
public class OurAirportsImport implements SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(OurAirportsImport.class);

    private static final RetryPolicy RETRY_POLICY = RetryPolicy.builder()
        .includes(DataAccessException.class)
        .maxRetries(3)
        .delay(Duration.ofSeconds(1))
        .build();

    private final OurAirports ourAirports;

    private final DataSource dataSource;

    private final NamedParameterJdbcTemplate jdbcTemplate;

    private final TransactionOperations transaction;

    OurAirportsImport(OurAirports ourAirports, DataSource dataSource, NamedParameterJdbcTemplate jdbcTemplate,
            TransactionOperations transaction) {
        this.ourAirports = ourAirports;
        this.dataSource = dataSource;
        this.jdbcTemplate = jdbcTemplate;
        this.transaction = transaction;
    }

    @Override
    public void afterSingletonsInstantiated() {
        new RetryTemplate(RETRY_POLICY)
            .invoke(() -> this.transaction.executeWithoutResult((status) -> createTablesAndImport()));
    }

    private void createTablesAndImport() {
        DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(new ClassPathResource("db/schema.sql")),
                this.dataSource);
        if (isEmpty()) {
            importCountries();
            importRegions();
            importAirports();
            logger.info("Imported the OurAirports data");
        }
    }

    private boolean isEmpty() {
        String sql = "SELECT COUNT(*) FROM country";
        return Integer.valueOf(0).equals(this.jdbcTemplate.queryForObject(sql, Map.of(), Integer.class));
    }

    private void importCountries() {
        insert(this.ourAirports.countries(), """
                INSERT INTO country (code, name, continent)
                VALUES (:code, :name, :continent)
                """);
    }

    private void importRegions() {
        insert(this.ourAirports.regions(), """
                INSERT INTO region (code, name, country)
                VALUES (:code, :name, :iso_country)
                """);
    }

    private void importAirports() {
        insert(this.ourAirports.airports(), """
                INSERT INTO airport (ident, iata_code, name, type, municipality, region, country, continent,
                    latitude, longitude, elevation_ft, scheduled_service)
                VALUES (UPPER(:ident), :iata_code, :name, UPPER(:type), :municipality, :iso_region, :iso_country,
                    :continent, CAST(:latitude_deg AS DOUBLE PRECISION), CAST(:longitude_deg AS DOUBLE PRECISION),
                    CAST(:elevation_ft AS INTEGER), :scheduled_service = 'yes')
                """);
    }

    private void insert(List<Map<String, @Nullable String>> rows, String sql) {
        this.jdbcTemplate.batchUpdate(sql, SqlParameterSourceUtils.createBatch(rows));
    }

}
