package io.tieredcache.strong;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.Server;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tieredcache.testing.TestThreads;

/**
 * The database of the bank, in the memory of the parent and served to its processes. It
 * is looked at all the time: what it has is known to be committed, also where whoever
 * committed it died before a word.
 */
final class BankDatabase implements AutoCloseable {

    private final String name = "mem:bank-" + UUID.randomUUID();

    private final Server server;

    private final JdbcConnectionPool pool;

    private final JdbcTemplate database;

    private final int accounts;

    private final Ledger ledger;

    private final CompletableFuture<Void> looking;

    private volatile boolean over;

    BankDatabase(int accounts, Ledger ledger) throws SQLException {
        this.accounts = accounts;
        this.ledger = ledger;
        System.setProperty("h2.bindAddress", "127.0.0.1");
        this.server = Server.createTcpServer("-tcpPort", "0").start();
        this.pool = JdbcConnectionPool.create("jdbc:h2:" + this.name + ";DB_CLOSE_DELAY=-1", "sa", "");
        this.database = new JdbcTemplate(this.pool);
        this.database.execute("create table account (id int primary key, balance bigint, version bigint)");
        for (int id = 0; id < accounts; id++) {
            this.database.update("insert into account values (?, 1000, 0)", id);
        }
        this.looking = TestThreads.run(this::look);
    }

    String url() {
        return "jdbc:h2:tcp://127.0.0.1:%d/%s;LOCK_TIMEOUT=1000".formatted(this.server.getPort(), this.name);
    }

    int accounts() {
        return this.accounts;
    }

    Account find(int id) {
        return Objects.requireNonNull(this.database.queryForObject("select balance, version from account where id = ?",
                (row, number) -> new Account(id, row.getLong(1), row.getLong(2)), id));
    }

    private void look() {
        long[] seen = new long[this.accounts];
        Arrays.fill(seen, -1);
        while (!this.over) {
            for (Account account : this.database.query("select id, balance, version from account",
                    (row, number) -> new Account(row.getInt(1), row.getLong(2), row.getLong(3)))) {
                if (seen[account.id()] != account.version()) {
                    seen[account.id()] = account.version();
                    this.ledger.seen(account.id(), account.version(), System.nanoTime());
                }
            }
        }
    }

    @Override
    public void close() {
        this.over = true;
        this.looking.join();
        this.database.execute("shutdown");
        this.pool.dispose();
        this.server.stop();
    }

}
