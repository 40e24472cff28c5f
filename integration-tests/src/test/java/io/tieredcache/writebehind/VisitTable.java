package io.tieredcache.writebehind;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of several processes: a row per key, written by the order of the records, and
 * a log of every record that came.
 *
 * @param url the database
 */
record VisitTable(String url) implements WriteBehindHandler<Visit> {

    void create() throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("create table visit (id varchar(64) primary key, visits bigint, ord bigint)");
            statement.execute("create table arrival (seq bigint generated always as identity primary key,"
                    + " id varchar(64), visits bigint, ord bigint, attempt int)");
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(this.url, "sa", "");
    }

    @Override
    public String cache() {
        return Journal.CACHE;
    }

    @Override
    public void write(List<WriteRecord<Visit>> records) throws Exception {
        try (Connection connection = connect();
                PreparedStatement row = connection
                    .prepareStatement("merge into visit as t using (values (cast(? as varchar), cast(? as bigint),"
                            + " cast(? as bigint))) as s (id, visits, ord) on t.id = s.id"
                            + " when matched and s.ord > t.ord then update set visits = s.visits, ord = s.ord"
                            + " when not matched then insert (id, visits, ord) values (s.id, s.visits, s.ord)");
                PreparedStatement arrival = connection
                    .prepareStatement("insert into arrival (id, visits, ord, attempt) values (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (WriteRecord<Visit> record : records) {
                Visit value = record.value();
                assertThat(value).isNotNull();
                row.setString(1, record.keyAsString());
                row.setLong(2, value.count());
                row.setLong(3, record.order());
                row.addBatch();
                arrival.setString(1, record.keyAsString());
                arrival.setLong(2, value.count());
                arrival.setLong(3, record.order());
                arrival.setInt(4, record.attempt());
                arrival.addBatch();
            }
            row.executeBatch();
            arrival.executeBatch();
            connection.commit();
        }
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return failure instanceof SQLException;
    }

}
