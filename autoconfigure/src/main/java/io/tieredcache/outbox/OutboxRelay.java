package io.tieredcache.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.OutboxStatus;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.store.InvalidationText;
import io.tieredcache.store.StoredInvalidation;

/**
 * Sends what was left behind in the outbox: whoever committed it died, or Redis was away.
 * <p>
 * Each instance looks at the table now and then, on a thread of its own. It deletes the
 * rows of its own that Redis has acknowledged, and then tries to lock the leader's row.
 * Who gets the lock sends all rows that are due, deletes them and lets go of the lock by
 * its commit; who does not, leaves it to the leader. A leader that dies loses the lock
 * with its connection. What it had sent and not deleted is sent again, which costs misses
 * only. Rows travel together; where Redis does not take them, each goes alone, and one
 * that fails by itself is put off, and stands for the clearing of the namespace at last.
 *
 * @since 0.1.0
 */
public final class OutboxRelay implements OutboxStatus {

    private static final Logger logger = LoggerFactory.getLogger(OutboxRelay.class);

    private static final int BATCH = 100;

    private static final int MAX_ROUNDS = 100;

    private static final int DELETES = 1_000;

    private static final int MAX_ATTEMPTS = 10;

    private static final Duration PUT_OFF = Duration.ofSeconds(30);

    private final JdbcInvalidationOutbox outbox;

    private final OutboxTable table;

    private final NamespaceRuntime runtime;

    private final TransactionTemplate transaction;

    private final LongAdder relayed = new LongAdder();

    private @Nullable ScheduledExecutorService executor;

    private boolean prepared;

    private boolean failing;

    private volatile boolean stopped;

    private volatile OutboxTable.Depth depth = OutboxTable.Depth.NOTHING;

    /**
     * Create a relay.
     * @param outbox the outbox
     * @param runtime sends the invalidations
     */
    public OutboxRelay(JdbcInvalidationOutbox outbox, NamespaceRuntime runtime) {
        this.outbox = outbox;
        this.table = outbox.table();
        this.runtime = runtime;
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(outbox.dataSource()));
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    @Override
    public long relayed() {
        return this.relayed.sum();
    }

    @Override
    public long depth() {
        return this.depth.rows();
    }

    @Override
    public Duration oldestAge() {
        Instant oldest = this.depth.oldest();
        Duration age = (oldest != null) ? Duration.between(oldest, this.outbox.clock().instant()) : Duration.ZERO;
        return age.isNegative() ? Duration.ZERO : age;
    }

    /**
     * Starts to look at the table.
     */
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor((task) -> {
            Thread thread = new Thread(task, "tiered-cache-outbox");
            thread.setDaemon(true);
            return thread;
        });
        this.executor = started;
        this.stopped = false;
        long millis = this.outbox.settings().pollInterval().toMillis();
        var unused = started.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Deletes what was sent and stops.
     */
    public void stop() {
        ScheduledExecutorService running = this.executor;
        this.executor = null;
        if (running == null) {
            return;
        }
        // No interrupt: embedded databases close their files then.
        this.stopped = true;
        running.shutdown();
        try {
            if (running.awaitTermination(5, TimeUnit.SECONDS)) {
                guarded(this::deleteSent);
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Looks at the table once.
     */
    void look() {
        guarded(() -> {
            deleteSent();
            relay();
            this.depth = this.table.depth();
            this.failing = false;
        });
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        }
        catch (DataAccessException | TransactionException ex) {
            if (!this.failing) {
                logger.warn("The outbox of invalidations cannot be worked off ({}); it will be tried again",
                        ex.getClass().getSimpleName());
                logger.debug("Why the outbox cannot be worked off", ex);
            }
            this.failing = true;
        }
        catch (RuntimeException ex) {
            logger.error("The outbox of invalidations cannot be worked off; it will be tried again", ex);
        }
    }

    private void deleteSent() {
        List<String> sent = this.outbox.takeSent(DELETES);
        while (!sent.isEmpty()) {
            List<String> ids = sent;
            this.transaction.executeWithoutResult((status) -> this.table.delete(ids));
            sent = this.outbox.takeSent(DELETES);
        }
    }

    private void relay() {
        prepareLeader();
        for (int round = 0; round < MAX_ROUNDS && !this.stopped; round++) {
            if (!Boolean.TRUE.equals(this.transaction.execute((status) -> relayBatch()))) {
                return;
            }
        }
    }

    private void prepareLeader() {
        if (this.prepared) {
            return;
        }
        try {
            this.transaction.executeWithoutResult((status) -> this.table.prepareLeader());
        }
        catch (DuplicateKeyException ex) {
            logger.debug("Another instance has made the leader's row");
        }
        this.prepared = true;
    }

    /**
     * Sends some of the rows that are due, as leader.
     * @return whether there may be more
     */
    private boolean relayBatch() {
        if (!this.table.lead()) {
            return false;
        }
        Instant now = this.outbox.clock().instant();
        List<OutboxTable.Row> rows = this.table.due(now, BATCH);
        if (rows.isEmpty()) {
            dropOld(now);
            return false;
        }
        List<String> sent = new ArrayList<>();
        boolean answered = send(rows, sent);
        this.table.delete(sent);
        this.relayed.add(sent.size());
        if (!sent.isEmpty()) {
            logger.info("{} invalidations that were left behind in the outbox were sent", sent.size());
        }
        return answered && rows.size() == BATCH;
    }

    /**
     * Sends rows together, or each alone where that fails.
     * @return whether Redis answers
     */
    private boolean send(List<OutboxTable.Row> rows, List<String> sent) {
        try {
            this.runtime.invalidate(StoredInvalidation.merged(rows.stream().map(OutboxRelay::invalidation).toList()));
            rows.forEach((row) -> sent.add(row.id()));
            return true;
        }
        catch (L2UnavailableException ex) {
            logger.debug("Rows of the outbox could not be sent together: {}", ex.getMessage());
        }
        for (OutboxTable.Row row : rows) {
            if (!this.runtime.isAnswered()) {
                return false;
            }
            try {
                this.runtime.invalidate(invalidation(row));
                sent.add(row.id());
            }
            catch (L2UnavailableException ex) {
                logger.debug("A row of the outbox could not be sent: {}", ex.getMessage());
                this.table.postpone(row.id(), this.outbox.clock().instant().plus(PUT_OFF));
            }
        }
        return true;
    }

    private static StoredInvalidation invalidation(OutboxTable.Row row) {
        return (row.attempts() < MAX_ATTEMPTS) ? InvalidationText.read(row.targets())
                : StoredInvalidation.ofEverything();
    }

    private void dropOld(Instant now) {
        int dropped = this.table.deleteOlderThan(now.minus(this.outbox.settings().retention()));
        if (dropped > 0) {
            logger.error("{} invalidations in the outbox could not be sent in time and are lost", dropped);
        }
    }

}
