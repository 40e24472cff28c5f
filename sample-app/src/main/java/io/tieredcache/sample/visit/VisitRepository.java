package io.tieredcache.sample.visit;

import java.sql.Timestamp;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class VisitRepository {

    private final JdbcClient jdbcClient;

    VisitRepository(JdbcClient jdbcClient) {
        this.jdbcClient = jdbcClient;
    }

    /**
     * Counts a visit, unless this one or a later one was counted already.
     */
    void add(Visit visit, long order) {
        int updated = this.jdbcClient.sql("""
                UPDATE airport_visit
                SET visits = visits + 1, last_visit = :at, last_record = :record
                WHERE airport = :airport AND last_record < :record
                """)
            .param("airport", visit.airport())
            .param("at", Timestamp.from(visit.at()))
            .param("record", order)
            .update();
        if (updated == 0) {
            this.jdbcClient.sql("""
                    INSERT INTO airport_visit (airport, visits, last_visit, last_record)
                    SELECT a.ident, 1, CAST(:at AS TIMESTAMP WITH TIME ZONE), :record
                    FROM airport a
                    WHERE a.ident = :airport
                        AND NOT EXISTS (SELECT 1 FROM airport_visit v WHERE v.airport = :airport)
                    """)
                .param("airport", visit.airport())
                .param("at", Timestamp.from(visit.at()))
                .param("record", order)
                .update();
        }
    }

    long count(String airport) {
        return this.jdbcClient.sql("SELECT COALESCE(SUM(visits), 0) FROM airport_visit WHERE airport = :airport")
            .param("airport", airport)
            .query(Long.class)
            .single();
    }

    Optional<Visit> findLastVisit(String airport) {
        return this.jdbcClient.sql("SELECT airport, last_visit FROM airport_visit WHERE airport = :airport")
            .param("airport", airport)
            .query((row, number) -> new Visit(row.getString(1), row.getTimestamp(2).toInstant()))
            .optional();
    }

}
