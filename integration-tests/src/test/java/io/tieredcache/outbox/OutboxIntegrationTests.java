package io.tieredcache.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is written into the application's database, and what becomes of it.
 */
class OutboxIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static OutboxDatabase database;

    private final String namespace = TestInstance.newNamespace();

    private final String code = UUID.randomUUID().toString();

    private final OutboxNode here = new OutboxNode(database, this.namespace);

    private final OutboxNode elsewhere = new OutboxNode(database, this.namespace);

    @BeforeAll
    static void startDatabase() throws SQLException {
        database = new OutboxDatabase();
        database.createTables();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void cacheEverywhere() {
        database.write(this.code, "old");
        assertThat(this.here.read(this.code)).isEqualTo("old");
        assertThat(this.elsewhere.read(this.code)).isEqualTo("old");
    }

    @AfterEach
    void stop() {
        this.here.close();
        this.elsewhere.close();
    }

    @Test
    void rowIsThereFromTheCommitUntilRedisHasAcknowledged() {
        this.here.instance().l2().failing(true);
        this.here.rename(this.code, "new", (status) -> assertThat(rows()).isZero());
        assertThat(rows()).isOne();
        this.here.relay().look();
        assertThat(rows()).isOne();
        this.here.instance().l2().failing(false);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.elsewhere.read(this.code)).isEqualTo("new"));
        String other = UUID.randomUUID().toString();
        this.here.rename(other, "new");
        this.here.relay().look();
        assertThat(rows()).as("what waited in memory is left to the relay").isOne();
        assertThat(this.here.relay().relayed()).isZero();
    }

    @Test
    void rollbackLeavesNoRow() {
        this.here.rename(this.code, "new", TransactionStatus::setRollbackOnly);
        assertThat(rows()).isZero();
        assertThat(this.here.read(this.code)).isEqualTo("old");
    }

    @Test
    void putAndLateInvalidationAreWrittenToo() {
        this.here.transaction().executeWithoutResult((status) -> {
            this.here.cache().put(this.code, "new");
            this.here.instance().l2().failing(true);
        });
        assertThat(rows()).isOne();
    }

    @Test
    void whatTheDeadLeftBehindIsRelayedOnceItIsDue() {
        this.here.renameAndDie(this.code, "new");
        assertThat(rows()).isOne();
        this.elsewhere.relay().look();
        assertThat(this.elsewhere.read(this.code)).as("not due yet").isEqualTo("old");
        try (OutboxNode third = new OutboxNode(database, this.namespace)) {
            assertThat(third.read(this.code)).isEqualTo("old");
            third.clock().advance(OutboxNode.RELAY_AFTER);
            third.relay().look();
            assertThat(third.relay().relayed()).isOne();
            assertThat(third.read(this.code)).isEqualTo("new");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.elsewhere.read(this.code)).isEqualTo("new"));
        }
        assertThat(rows()).isZero();
    }

    @Test
    void redisThatIsAwayLetsTheRowsWait() {
        this.here.renameAndDie(this.code, "new");
        this.elsewhere.clock().advance(OutboxNode.RELAY_AFTER);
        this.elsewhere.instance().l2().failing(true);
        this.elsewhere.relay().look();
        assertThat(rows()).isOne();
        this.elsewhere.instance().l2().failing(false);
        this.elsewhere.relay().look();
        assertThat(rows()).isZero();
        assertThat(this.elsewhere.read(this.code)).isEqualTo("new");
    }

    @Test
    void rowThatRedisDoesNotTakeKeepsNoOtherWaitingAndEndsAsTheNamespace() {
        String other = UUID.randomUUID().toString();
        this.here.instance().l2().failing(true);
        this.here.rename(this.code, "new");
        this.here.rename(other, "new");
        this.here.close();
        assertThat(rows()).isEqualTo(2);
        this.elsewhere.instance().l2().refusing((names) -> names.stream().anyMatch((name) -> name.contains(this.code)));
        this.elsewhere.clock().advance(OutboxNode.RELAY_AFTER);
        this.elsewhere.relay().look();
        assertThat(this.elsewhere.relay().relayed()).isOne();
        this.elsewhere.relay().look();
        assertThat(rows()).as("put off").isOne();
        for (int i = 0; i < 10; i++) {
            assertThat(this.elsewhere.read(this.code)).isEqualTo("old");
            this.elsewhere.clock().advance(Duration.ofMinutes(1));
            this.elsewhere.relay().look();
        }
        assertThat(rows()).isZero();
        assertThat(this.elsewhere.read(this.code)).isEqualTo("new");
    }

    @Test
    void onlyTheLeaderRelaysAndAnotherOneTakesOverFromTheDead() throws SQLException {
        this.elsewhere.relay().look();
        this.here.renameAndDie(this.code, "new");
        this.elsewhere.clock().advance(OutboxNode.RELAY_AFTER);
        Connection leader = database.connect();
        leader.setAutoCommit(false);
        try (var statement = leader.prepareStatement(
                "SELECT NAMESPACE FROM TIERED_CACHE_OUTBOX_LEADER WHERE NAMESPACE = ? FOR UPDATE SKIP LOCKED")) {
            statement.setString(1, this.namespace);
            assertThat(statement.executeQuery().next()).isTrue();
            this.elsewhere.relay().look();
            assertThat(this.elsewhere.relay().relayed()).isZero();
            assertThat(rows()).isOne();
        }
        finally {
            // As the database does for a connection whose process has died.
            leader.rollback();
            leader.close();
        }
        this.elsewhere.relay().look();
        assertThat(this.elsewhere.relay().relayed()).isOne();
        assertThat(rows()).isZero();
    }

    @Test
    void rowThatCannotBeReadStandsForEverything() {
        insert("2 something new\nk?");
        database.write(this.code, "new");
        this.elsewhere.relay().look();
        assertThat(rows()).isZero();
        assertThat(this.elsewhere.read(this.code)).isEqualTo("new");
    }

    @Test
    void rowsOfOtherNamespacesAreLeftAlone() {
        this.here.renameAndDie(this.code, "new");
        try (OutboxNode stranger = new OutboxNode(database, TestInstance.newNamespace())) {
            stranger.clock().advance(OutboxNode.RETENTION.multipliedBy(2));
            stranger.relay().look();
        }
        assertThat(rows()).isOne();
    }

    @Test
    void whatCouldNotBeSentInTimeIsDropped() {
        this.here.renameAndDie(this.code, "new");
        database.jdbc()
            .update("update tiered_cache_outbox set due_at = ? where namespace = ?", OffsetDateTime.now().plusYears(1),
                    this.namespace);
        this.elsewhere.clock().advance(OutboxNode.RETENTION.minusMinutes(1));
        this.elsewhere.relay().look();
        assertThat(rows()).isOne();
        this.elsewhere.clock().advance(Duration.ofMinutes(2));
        this.elsewhere.relay().look();
        assertThat(rows()).isZero();
    }

    @Test
    void transactionFailsWhereTheRowCannotBeWritten() {
        database.jdbc().execute("alter table tiered_cache_outbox rename to hidden");
        try {
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.here.rename(this.code, "new"));
        }
        finally {
            database.jdbc().execute("alter table hidden rename to tiered_cache_outbox");
        }
        assertThat(database.find(this.code)).isEqualTo("old");
        assertThat(this.here.read(this.code)).isEqualTo("old");
    }

    @Test
    void transactionThatMayChangeNothingWritesNothing() {
        TransactionTemplate reading = this.here.transaction();
        reading.setReadOnly(true);
        this.here.instance().l2().failing(true);
        reading.executeWithoutResult((status) -> this.here.cache().evict(this.code));
        assertThat(rows()).isZero();
    }

    @Test
    void nestedTransactionOfItsOwnWritesARowOfItsOwn() {
        this.here.instance().l2().failing(true);
        TransactionTemplate own = this.here.transaction();
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.here.rename(this.code, "new", (status) -> {
            own.executeWithoutResult((inner) -> this.here.cache().evict("other"));
            assertThat(rows()).isOne();
            status.setRollbackOnly();
        });
        assertThat(rows()).isOne();
    }

    @Test
    void transactionOfAnotherDatabaseWritesNoRow() {
        JdbcConnectionPool other = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
        try (OutboxNode node = new OutboxNode(database, this.namespace, other)) {
            node.instance().l2().failing(true);
            node.transaction().executeWithoutResult((status) -> node.cache().evict(this.code));
            assertThat(rows()).isZero();
            // Used within that transaction, the outbox's database commits each statement.
            node.transaction().executeWithoutResult((status) -> {
                database.write(this.code, "new");
                node.cache().evict(this.code);
            });
            assertThat(rows()).isZero();
        }
        finally {
            other.dispose();
        }
    }

    private void insert(String targets) {
        OffsetDateTime now = OffsetDateTime.now();
        database.jdbc()
            .update("insert into tiered_cache_outbox (id, namespace, targets, attempts, created_at, due_at)"
                    + " values (?, ?, ?, 0, ?, ?)", UUID.randomUUID().toString(), this.namespace, targets, now, now);
    }

    private int rows() {
        return database.rows(this.namespace);
    }

}
