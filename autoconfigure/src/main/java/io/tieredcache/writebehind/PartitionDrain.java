package io.tieredcache.writebehind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteBehindSettings;
import io.tieredcache.WriteRecord;
import io.tieredcache.store.WriteQueueStore.Burial;
import io.tieredcache.store.WriteQueueStore.QueuedRecord;

/**
 * Writes the records of one partition, one batch after another, while this instance owns
 * it. Records are removed after the handler wrote them, by a script that compares the
 * owner: who lost the partition meanwhile removes nothing, and the next owner writes them
 * again.
 * <p>
 * A batch that fails comes again after a back-off. One that failed too often is tried
 * record by record, and a record that then fails too often alone becomes a dead letter,
 * so that the ones behind it go on.
 */
final class PartitionDrain implements Runnable {

    private static final Logger logger = LoggerFactory.getLogger(PartitionDrain.class);

    private static final String UNREADABLE = "unreadable";

    private final QueueParts parts;

    private final int partition;

    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    private volatile boolean owned;

    private volatile boolean surplus;

    private volatile long notBefore = System.nanoTime();

    /**
     * How often the batch at the front failed. Of the running thread, as the next two.
     */
    private int failures;

    /** How often the handler failed since it last wrote. */
    private int pauses;

    /** How many of the next records are tried alone. */
    private int alone;

    private boolean standing;

    PartitionDrain(QueueParts parts, int partition) {
        this.parts = parts;
        this.partition = partition;
    }

    boolean isOwned() {
        return this.owned;
    }

    /**
     * Notes whether this instance owns the partition.
     */
    void owned(boolean owned) {
        this.owned = owned;
        if (!owned) {
            this.surplus = false;
        }
    }

    /**
     * Gives the partition up, after the batch under way.
     */
    void giveUp() {
        this.surplus = true;
        start();
    }

    /**
     * Goes on if there is a reason to.
     */
    void wake() {
        if (this.owned && System.nanoTime() - this.notBefore >= 0) {
            start();
        }
    }

    private void start() {
        if (this.state.getAndUpdate((current) -> (current == State.IDLE) ? State.RUNNING : State.AGAIN) == State.IDLE) {
            this.parts.execute(this);
        }
    }

    @Override
    public void run() {
        boolean goesOn = true;
        while (goesOn) {
            this.state.set(State.RUNNING);
            try {
                goesOn = step();
            }
            catch (L2UnavailableException ex) {
                pause();
                goesOn = false;
            }
            catch (RuntimeException | Error ex) {
                logger.error("Write-behind of cache '{}': partition {} stops for a while, since {}", this.parts.cache(),
                        this.partition, ex.getClass().getName(), ex);
                pause();
                goesOn = false;
            }
            goesOn = goesOn || isWokenMeanwhile();
        }
    }

    private boolean isWokenMeanwhile() {
        if (this.state.compareAndSet(State.RUNNING, State.IDLE)) {
            return false;
        }
        if (System.nanoTime() - this.notBefore >= 0) {
            return true;
        }
        this.state.set(State.IDLE);
        return false;
    }

    /**
     * Writes one batch.
     * @return whether there may be more
     */
    private boolean step() {
        if (this.surplus) {
            this.owned = false;
            this.surplus = false;
            var unused = this.parts.await(this.parts.store().release(List.of(this.partition)));
            return false;
        }
        if (!this.owned || this.parts.isStopped()) {
            return false;
        }
        WriteBehindSettings settings = this.parts.settings();
        List<QueuedRecord> records = this.parts.await(this.parts.store()
            .fetch(this.partition, (this.alone > 0) ? 1 : settings.batchSize(), settings.leaseTime()));
        if (records == null) {
            this.owned = false;
            return false;
        }
        if (records.isEmpty()) {
            this.alone = 0;
            return false;
        }
        List<QueuedRecord> stored = new ArrayList<>(records.size());
        List<WriteRecord<Object>> batch = new ArrayList<>(records.size());
        for (QueuedRecord record : records) {
            WriteRecord<Object> opened = open(record);
            if (opened != null) {
                stored.add(record);
                batch.add(opened);
            }
            else if (!bury(record, UNREADABLE, WriteBehindCounter.UNREADABLE)) {
                return false;
            }
        }
        return batch.isEmpty() || write(stored, List.copyOf(batch));
    }

    private @Nullable WriteRecord<Object> open(QueuedRecord record) {
        try {
            return RecordHandler.open(record, this.parts.format());
        }
        catch (RuntimeException | StackOverflowError ex) {
            logger.trace("Why a record could not be read", ex);
            return null;
        }
    }

    private boolean write(List<QueuedRecord> stored, List<WriteRecord<Object>> records) {
        List<WriteRecord<Object>> batch = this.parts.settings().merge() ? latest(records) : records;
        try {
            this.parts.handler().write(batch);
        }
        catch (Throwable ex) {
            return failed(stored, ex);
        }
        if (!this.parts.await(this.parts.store().written(this.partition, stored))) {
            this.parts.counters().count(WriteBehindCounter.FENCED);
            this.owned = false;
            return false;
        }
        this.parts.counters().count(WriteBehindCounter.WRITTEN, records.size());
        this.parts.counters().count(WriteBehindCounter.MERGED, records.size() - batch.size());
        this.parts.recovered();
        succeeded();
        return true;
    }

    private static List<WriteRecord<Object>> latest(List<WriteRecord<Object>> records) {
        Map<String, WriteRecord<Object>> byKey = new LinkedHashMap<>();
        for (WriteRecord<Object> record : records) {
            // Where the latest one stands, so that orders grow within the batch.
            byKey.remove(record.key());
            byKey.put(record.key(), record);
        }
        return List.copyOf(byKey.values());
    }

    private boolean failed(List<QueuedRecord> stored, Throwable failure) {
        if (this.parts.isStopped()) {
            return false;
        }
        this.parts.counters().count(WriteBehindCounter.RETRY);
        this.parts.failing(failure);
        if (!this.parts.handler().isOutage(failure) && ++this.failures >= this.parts.settings().retry().maxAttempts()) {
            if (stored.size() > 1) {
                this.alone = stored.size();
                this.failures = 0;
                this.pauses = 0;
                return true;
            }
            return bury(stored.get(0), failure.getClass().getName(), WriteBehindCounter.DEAD_LETTER);
        }
        pause();
        return false;
    }

    private boolean bury(QueuedRecord record, String reason, WriteBehindCounter counter) {
        Burial burial = this.parts.await(this.parts.store()
            .bury(this.partition, record, reason, this.parts.settings().bounds().maxDeadLetters()));
        if (burial == Burial.DONE) {
            this.parts.counters().count(counter);
            logger.error("Write-behind of cache '{}': record {} became a dead letter after {} attempts ({})",
                    this.parts.cache(), record.id(), record.deliveries(), reason);
            succeeded();
            return true;
        }
        if (burial == Burial.FULL) {
            tellStanding();
            pause();
            return false;
        }
        this.owned = false;
        return false;
    }

    /**
     * Tells the log, once until a record goes again, that none does.
     */
    private void tellStanding() {
        if (!this.standing) {
            this.standing = true;
            logger.error(
                    "Write-behind of cache '{}': partition {} stands still, since there are {} dead letters. "
                            + "Look after them, or raise 'tiered-cache.caches.{}.write-behind.max-dead-letters'.",
                    this.parts.cache(), this.partition, this.parts.settings().bounds().maxDeadLetters(),
                    this.parts.cache());
        }
    }

    private void succeeded() {
        this.standing = false;
        this.failures = 0;
        this.pauses = 0;
        this.alone = Math.max(0, this.alone - 1);
    }

    private void pause() {
        long nanos = backOff(this.parts.settings().retry(), this.pauses++).toNanos();
        this.notBefore = System.nanoTime() + nanos;
        this.parts.later(this::wake, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    /**
     * Between half of the full time and all of it, so that instances do not keep step.
     */
    static Duration backOff(WriteBehindSettings.Retry retry, int pauses) {
        long most = retry.maxBackOff().toMillis();
        long full = (pauses >= 30) ? most : Math.min(most, retry.minBackOff().toMillis() << pauses);
        return Duration.ofMillis(full - (long) (ThreadLocalRandom.current().nextDouble() * full / 2));
    }

    private enum State {

        IDLE, RUNNING, AGAIN

    }

}
