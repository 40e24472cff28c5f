package io.tieredcache.outbox;

import java.time.Duration;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.cache.CacheTransaction.Isolation;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestClock;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.transaction.SpringTransactions;

/**
 * One instance with an outbox, without Spring's context around it. Its relay looks at the
 * table when a test says so.
 */
final class OutboxNode implements AutoCloseable {

    static final Duration RELAY_AFTER = Duration.ofHours(1);

    static final Duration RETENTION = Duration.ofDays(7);

    private static final EntryPolicy POLICY = EntryPolicy.defaults().withType(String.class).withTags("countries");

    private final OutboxDatabase database;

    private final DataSourceTransactionManager manager;

    private final TestClock clock = new TestClock();

    private final TestInstance instance;

    private final OutboxRelay relay;

    OutboxNode(OutboxDatabase database, String namespace) {
        this(database, namespace, database.dataSource());
    }

    OutboxNode(OutboxDatabase database, String namespace, DataSource transactional) {
        this.database = database;
        SpringTransactions transactions = new SpringTransactions(() -> Isolation.COMMITTED);
        this.manager = new DataSourceTransactionManager(transactional);
        this.manager.addListener(transactions);
        JdbcInvalidationOutbox outbox = new JdbcInvalidationOutbox(database.dataSource(), namespace,
                new OutboxSettings("TIERED_CACHE_OUTBOX", RELAY_AFTER, Duration.ofSeconds(1), RETENTION), this.clock);
        this.instance = TestInstance.builder()
            .namespace(namespace)
            .defaults(new CacheSettingsBuilder().stalenessBound(Duration.ofMinutes(10)))
            .transactions(transactions)
            .outbox(outbox)
            .startLive();
        this.relay = new OutboxRelay(outbox, this.instance.runtime());
    }

    TestInstance instance() {
        return this.instance;
    }

    TestClock clock() {
        return this.clock;
    }

    OutboxRelay relay() {
        return this.relay;
    }

    TieredCache cache() {
        return this.instance.cache("countries");
    }

    String read(String code) {
        try {
            return cache().get(code, POLICY, (context) -> this.database.find(code));
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(this.manager);
    }

    void rename(String code, String name) {
        rename(code, name, (status) -> {
        });
    }

    /**
     * Changes a country and evicts it, in one transaction.
     */
    void rename(String code, String name, Consumer<TransactionStatus> beforeCommit) {
        transaction().executeWithoutResult((status) -> {
            this.database.write(code, name);
            cache().evict(code);
            beforeCommit.accept(status);
        });
    }

    /**
     * Changes a country and dies before anybody else hears of it.
     */
    void renameAndDie(String code, String name) {
        rename(code, name, (status) -> this.instance.l2().failing(true));
        close();
    }

    @Override
    public void close() {
        this.relay.stop();
        this.instance.close();
    }

}
