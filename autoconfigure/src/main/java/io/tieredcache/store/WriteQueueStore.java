package io.tieredcache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The write-behind queue of one cache in Redis, as one instance uses it. A partition is
 * written by the one instance that owns it; whatever takes records from it checks in the
 * same step that the instance still does. No future fails with anything but
 * {@link io.tieredcache.L2UnavailableException}, and none completes without the caller's
 * time limit if Redis does not answer. Safe for concurrent use.
 */
public interface WriteQueueStore {

    /**
     * Adds a record, and keeps its value for readers until it is written.
     * @param partition the partition of the key
     * @param key the key's text
     * @param value the stored form of the value
     * @param limit records in all partitions from which on the record is not added
     * @param deadline time of Redis's clock, in milliseconds, after which the record is
     * not added, since nobody waits for the answer; the answer is a failure then
     * @return what became of it
     */
    CompletableFuture<Added> add(int partition, String key, byte[] value, long limit, long deadline);

    /**
     * Reads the latest values of keys that are not written yet.
     * @param keys the keys' texts
     * @return the stored forms by key, none for a key that has none
     */
    CompletableFuture<Map<String, byte[]>> pending(Collection<String> keys);

    /**
     * Reads how long the queue is.
     * @return the status
     */
    CompletableFuture<Status> status();

    /**
     * Tells that this instance is alive, keeps the partitions that it owns and takes free
     * ones, up to its fair share.
     * @param leaseTime how long the partitions stay with this instance if it dies
     * @return what it owns
     */
    CompletableFuture<Ownership> join(Duration leaseTime);

    /**
     * Gives partitions up, so that another instance may take them at once.
     * @param partitions the partitions
     * @return completes when that is done
     */
    CompletableFuture<?> release(List<Integer> partitions);

    /**
     * Gives all partitions up and stops sharing them.
     * @return completes when that is done
     */
    CompletableFuture<?> leave();

    /**
     * Takes the oldest records of a partition, first those that were taken before and are
     * not written.
     * @param partition the partition
     * @param count the most records to take
     * @param leaseTime how long the partition stays with this instance from now on
     * @return the records, oldest first; {@code null} if this instance does not own the
     * partition
     */
    CompletableFuture<@Nullable List<QueuedRecord>> fetch(int partition, int count, Duration leaseTime);

    /**
     * Removes records that were written.
     * @param partition the partition
     * @param records the records
     * @return whether it was done, {@code false} if this instance does not own the
     * partition
     */
    CompletableFuture<Boolean> written(int partition, List<QueuedRecord> records);

    /**
     * Moves a record to the dead letters.
     * @param partition the partition
     * @param record the record
     * @param reason why it cannot be written
     * @param limit dead letters above which no more are made
     * @return what became of it
     */
    CompletableFuture<Burial> bury(int partition, QueuedRecord record, String reason, long limit);

    /**
     * What became of a record.
     *
     * @param accepted whether it was added
     * @param order its number; taken for a record that was not added as well
     * @param depth records in all partitions before it
     */
    record Added(boolean accepted, long order, long depth) {

    }

    /**
     * How long the queue is.
     *
     * @param millis Redis's clock
     * @param deadLetters number of dead letters
     * @param partitions the partitions
     */
    record Status(long millis, long deadLetters, List<PartitionStatus> partitions) {

        /**
         * Create a status.
         * @param millis Redis's clock
         * @param deadLetters number of dead letters
         * @param partitions the partitions
         */
        public Status {
            partitions = List.copyOf(partitions);
        }

    }

    /**
     * How long a partition is.
     *
     * @param depth records that are not written
     * @param oldest order of the oldest of them, {@link Long#MAX_VALUE} for none
     */
    record PartitionStatus(long depth, long oldest) {

    }

    /**
     * What an instance owns.
     *
     * @param instances instances that share the partitions
     * @param partitions number of partitions, at least that of this instance's settings
     * @param owned the partitions that this instance owns
     */
    record Ownership(int instances, int partitions, List<Integer> owned) {

        /**
         * Create an ownership.
         * @param instances instances that share the partitions
         * @param partitions number of partitions
         * @param owned the partitions that this instance owns
         */
        public Ownership {
            owned = List.copyOf(owned);
        }

        /**
         * Most partitions that one of the instances is to own.
         * @return the fair share, rounded up
         */
        public int share() {
            return (this.partitions + this.instances - 1) / Math.max(1, this.instances);
        }

    }

    /**
     * A record as it is stored, be it ours or not.
     *
     * @param id id in the stream
     * @param deliveries how often it was taken, with this time
     * @param key the key's text, empty for none
     * @param value the stored form of the value, empty for none
     * @param queuedAt Redis's clock when it was added, in milliseconds, as text
     */
    @SuppressWarnings("ArrayRecordComponent")
    record QueuedRecord(String id, int deliveries, String key, byte[] value, String queuedAt) {

    }

    /**
     * What became of a record that cannot be written.
     */
    enum Burial {

        /** It is a dead letter. */
        DONE,

        /** There are too many dead letters, so it stays. */
        FULL,

        /** This instance does not own the partition. */
        NOT_OWNED

    }

}
