package io.tieredcache.outbox;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * The statements of the outbox, as H2 and PostgreSQL understand them. Times are those of
 * the instances' clocks.
 */
final class OutboxTable {

    private final JdbcOperations jdbc;

    private final String namespace;

    private final String insert;

    private final String due;

    private final String delete;

    private final String postpone;

    private final String expire;

    private final String lead;

    private final String count;

    private final String findLeader;

    private final String addLeader;

    OutboxTable(JdbcOperations jdbc, String table, String namespace) {
        this.jdbc = jdbc;
        this.namespace = namespace;
        this.insert = "INSERT INTO " + table
                + " (ID, NAMESPACE, TARGETS, ATTEMPTS, CREATED_AT, DUE_AT) VALUES (?, ?, ?, 0, ?, ?)";
        this.due = "SELECT ID, TARGETS, ATTEMPTS FROM " + table
                + " WHERE NAMESPACE = ? AND DUE_AT <= ? ORDER BY DUE_AT FETCH FIRST %d ROWS ONLY";
        this.delete = "DELETE FROM " + table + " WHERE ID = ?";
        this.postpone = "UPDATE " + table + " SET ATTEMPTS = ATTEMPTS + 1, DUE_AT = ? WHERE ID = ?";
        this.expire = "DELETE FROM " + table + " WHERE NAMESPACE = ? AND CREATED_AT < ?";
        this.count = "SELECT COUNT(*), MIN(CREATED_AT) FROM " + table + " WHERE NAMESPACE = ?";
        String leader = table + "_LEADER";
        this.lead = "SELECT NAMESPACE FROM " + leader + " WHERE NAMESPACE = ? FOR UPDATE SKIP LOCKED";
        this.findLeader = "SELECT COUNT(*) FROM " + leader + " WHERE NAMESPACE = ?";
        this.addLeader = "INSERT INTO " + leader + " (NAMESPACE) VALUES (?)";
    }

    void insert(String id, String targets, Instant now, Instant dueAt) {
        this.jdbc.update(this.insert, id, this.namespace, targets, at(now), at(dueAt));
    }

    /**
     * Makes the row that the leader locks, where nobody did yet.
     * @throws org.springframework.dao.DuplicateKeyException if another instance does so
     * now
     */
    void prepareLeader() {
        Integer found = this.jdbc.queryForObject(this.findLeader, Integer.class, this.namespace);
        if (found == null || found == 0) {
            this.jdbc.update(this.addLeader, this.namespace);
        }
    }

    /**
     * Tries to be the leader until the end of the transaction.
     */
    boolean lead() {
        return !this.jdbc.queryForList(this.lead, String.class, this.namespace).isEmpty();
    }

    List<Row> due(Instant now, int limit) {
        return this.jdbc.query(this.due.formatted(limit),
                (row, number) -> new Row(row.getString(1), row.getString(2), row.getInt(3)), this.namespace, at(now));
    }

    /**
     * Deletes rows, in an order that all keep to, so that none waits for another one that
     * waits for it.
     */
    void delete(Collection<String> ids) {
        this.jdbc.batchUpdate(this.delete, ids.stream().sorted().map((id) -> new Object[] { id }).toList());
    }

    void postpone(String id, Instant dueAt) {
        this.jdbc.update(this.postpone, at(dueAt), id);
    }

    /**
     * Counts the rows.
     */
    Depth depth() {
        Depth found = this.jdbc.queryForObject(this.count, (row, number) -> {
            OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
            return new Depth(row.getLong(1), (oldest != null) ? oldest.toInstant() : null);
        }, this.namespace);
        return (found != null) ? found : Depth.NOTHING;
    }

    int deleteOlderThan(Instant time) {
        return this.jdbc.update(this.expire, this.namespace, at(time));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /**
     * How many rows there are.
     *
     * @param rows their number
     * @param oldest when the oldest of them was written, {@code null} for none
     */
    record Depth(long rows, @Nullable Instant oldest) {

        static final Depth NOTHING = new Depth(0, null);

    }

    /**
     * A row that was left behind.
     *
     * @param id its id
     * @param targets what is to be invalidated
     * @param attempts how often it could not be sent
     */
    record Row(String id, String targets, int attempts) {

    }

}
