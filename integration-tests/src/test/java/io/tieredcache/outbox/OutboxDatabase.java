package io.tieredcache.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The application's database: H2, served to other processes as well, or the one that
 * {@code TIERED_CACHE_TEST_DATABASE} names by its JDBC URL.
 */
final class OutboxDatabase implements AutoCloseable {

    private static final @Nullable String GIVEN = System.getenv("TIERED_CACHE_TEST_DATABASE");

    private final @Nullable Server server;

    private final String url;

    private final DataSource dataSource;

    private final JdbcTemplate jdbc;

    OutboxDatabase() throws SQLException {
        if (GIVEN != null) {
            this.server = null;
            this.url = GIVEN;
            this.dataSource = new DriverManagerDataSource(GIVEN);
        }
        else {
            String name = "mem:outbox-" + UUID.randomUUID();
            System.setProperty("h2.bindAddress", "127.0.0.1");
            this.server = Server.createTcpServer("-tcpPort", "0").start();
            this.dataSource = JdbcConnectionPool.create("jdbc:h2:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
            this.url = "jdbc:h2:tcp://127.0.0.1:%d/%s".formatted(this.server.getPort(), name);
        }
        this.jdbc = new JdbcTemplate(this.dataSource);
        this.jdbc.execute("create table if not exists country (code varchar(60) primary key, name varchar(100))");
    }

    void createTables() {
        String platform = (GIVEN != null && GIVEN.contains("postgresql")) ? "postgresql" : "h2";
        DatabasePopulatorUtils.execute(
                new ResourceDatabasePopulator(
                        new ClassPathResource("io/tieredcache/outbox/schema-%s.sql".formatted(platform))),
                this.dataSource);
    }

    String url() {
        return this.url;
    }

    String user() {
        return (this.server != null) ? "sa" : System.getProperty("user.name");
    }

    DataSource dataSource() {
        return this.dataSource;
    }

    JdbcTemplate jdbc() {
        return this.jdbc;
    }

    Connection connect() throws SQLException {
        return this.dataSource.getConnection();
    }

    String find(String code) {
        List<String> found = this.jdbc.queryForList("select name from country where code = ?", String.class, code);
        return found.isEmpty() ? "none" : found.get(0);
    }

    void write(String code, String name) {
        if (this.jdbc.update("update country set name = ? where code = ?", name, code) == 0) {
            this.jdbc.update("insert into country (code, name) values (?, ?)", code, name);
        }
    }

    int rows(String namespace) {
        Integer rows = this.jdbc.queryForObject("select count(*) from tiered_cache_outbox where namespace = ?",
                Integer.class, namespace);
        return (rows != null) ? rows : 0;
    }

    @Override
    public void close() {
        if (this.server != null) {
            this.jdbc.execute("shutdown");
            ((JdbcConnectionPool) this.dataSource).dispose();
            this.server.stop();
        }
    }

}
