package io.tieredcache.sample.ourairports;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class OurAirportsImportTests {

    private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().generateUniqueName(true)
        .setType(EmbeddedDatabaseType.H2)
        .build();

    private final JdbcClient jdbcClient = JdbcClient.create(this.database);

    @AfterEach
    void shutDown() {
        this.database.shutdown();
    }

    @Test
    void importsEveryRow() {
        importOnce();
        assertThat(count("country")).isEqualTo(248);
        assertThat(count("region")).isEqualTo(3901);
        assertThat(count("airport")).isEqualTo(5210);
    }

    @Test
    void emptyTextIsNull() {
        importOnce();
        assertThat(count("airport WHERE iata_code IS NULL")).isEqualTo(693);
        assertThat(count("airport WHERE elevation_ft IS NULL")).isEqualTo(176);
        assertThat(count("airport WHERE municipality IS NULL")).isEqualTo(232);
    }

    @Test
    void northAmericaIsNotMissing() {
        importOnce();
        assertThat(count("airport WHERE continent = 'NA'")).isEqualTo(1459);
        assertThat(count("country WHERE continent = 'NA'")).isEqualTo(41);
        assertThat(count("country WHERE code = 'NA' AND name = 'Namibia'")).isOne();
    }

    @Test
    void codesAreInUpperCase() {
        importOnce();
        assertThat(count("airport WHERE ident <> UPPER(ident) OR iata_code <> UPPER(iata_code)")).isZero();
        assertThat(count("airport WHERE ident = 'RJNS'")).isOne();
    }

    @Test
    void quotedTextIsRead() {
        importOnce();
        assertThat(this.jdbcClient.sql("SELECT name FROM airport WHERE ident = 'LIBF'").query(String.class).single())
            .isEqualTo("Foggia \"Gino Lisa\" Airport");
    }

    @Test
    void secondImportKeepsChanges() {
        importOnce();
        this.jdbcClient.sql("UPDATE airport SET name = 'changed' WHERE ident = 'BIKF'").update();
        importOnce();
        assertThat(count("airport WHERE name = 'changed'")).isOne();
    }

    @Test
    void instancesMayStartAtOnce() throws Exception {
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<Void> instance = () -> {
            start.await();
            importOnce();
            return null;
        };
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            for (Future<Void> outcome : executor.invokeAll(List.of(instance, instance, instance))) {
                outcome.get();
            }
        }
        finally {
            executor.shutdown();
        }
        assertThat(count("airport")).isEqualTo(5210);
    }

    private void importOnce() {
        new OurAirportsImport(new OurAirports(), this.database, new NamedParameterJdbcTemplate(this.database),
                new TransactionTemplate(new JdbcTransactionManager(this.database)))
            .afterSingletonsInstantiated();
    }

    private int count(String from) {
        return this.jdbcClient.sql("SELECT COUNT(*) FROM " + from).query(Integer.class).single();
    }

}
