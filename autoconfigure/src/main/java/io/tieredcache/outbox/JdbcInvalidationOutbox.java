package io.tieredcache.outbox;

import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tieredcache.store.InvalidationOutbox;
import io.tieredcache.store.InvalidationText;
import io.tieredcache.store.StoredInvalidation;

/**
 * Writes one row within the transaction, on its own connection. Rows that Redis has
 * acknowledged are noted here and deleted by the relay, so that no thread of the
 * application takes a second connection.
 *
 * @since 0.1.0
 */
public final class JdbcInvalidationOutbox implements InvalidationOutbox {

    private static final Logger logger = LoggerFactory.getLogger(JdbcInvalidationOutbox.class);

    private static final int MAX_LENGTH = 50_000;

    private static final int MAX_SENT = 100_000;

    private final DataSource dataSource;

    private final JdbcTemplate jdbc;

    private final OutboxTable table;

    private final OutboxSettings settings;

    private final Clock clock;

    private final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>(MAX_SENT);

    /**
     * Create an outbox.
     * @param dataSource the application's database
     * @param namespace the namespace
     * @param settings the settings
     * @param clock the wall clock
     */
    public JdbcInvalidationOutbox(DataSource dataSource, String namespace, OutboxSettings settings, Clock clock) {
        // Transactions are bound to what is behind a proxy that takes part in them.
        DataSource bound = new DataSourceTransactionManager(dataSource).getDataSource();
        this.dataSource = (bound != null) ? bound : dataSource;
        this.jdbc = new JdbcTemplate(this.dataSource);
        this.table = new OutboxTable(this.jdbc, settings.table(), namespace);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public @Nullable String write(StoredInvalidation invalidation) {
        if (!takesPart()) {
            logger.debug("A transaction of another database than the outbox's invalidates without it");
            return null;
        }
        String id = UUID.randomUUID().toString();
        Instant now = this.clock.instant();
        this.table.insert(id, InvalidationText.write(invalidation, MAX_LENGTH), now,
                now.plus(this.settings.relayAfter()));
        return id;
    }

    /**
     * Whether the calling thread's transaction is one of the outbox's database: a
     * connection of it is bound, and commits with the transaction only.
     */
    private boolean takesPart() {
        return TransactionSynchronizationManager.getResource(this.dataSource) instanceof ConnectionHolder
                && Boolean.FALSE.equals(this.jdbc.execute((ConnectionCallback<Boolean>) Connection::getAutoCommit));
    }

    @Override
    public void sent(Collection<String> ids) {
        // What finds no room is sent once more by the relay.
        ids.forEach(this.sent::offer);
    }

    DataSource dataSource() {
        return this.dataSource;
    }

    OutboxTable table() {
        return this.table;
    }

    OutboxSettings settings() {
        return this.settings;
    }

    Clock clock() {
        return this.clock;
    }

    /**
     * Takes out what may be deleted.
     * @param limit most of them
     */
    List<String> takeSent(int limit) {
        List<String> taken = new ArrayList<>();
        this.sent.drainTo(taken, limit);
        return taken;
    }

}
