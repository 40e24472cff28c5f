package io.tieredcache;

import java.time.Duration;

/**
 * Settings of one write-behind queue, checked and immutable.
 *
 * @param partitions number of partitions, each written by one instance at a time, 1 to
 * {@value #MAX_PARTITIONS}
 * @param batchSize most records that a handler gets at once
 * @param merge whether a handler gets only the latest record of each key in a batch
 * @param bounds how long the queue and the waits are
 * @param pollInterval how often each instance looks for records that others queued
 * @param leaseTime how long a partition stays with an instance that died
 * @param retry what follows a failure of the handler
 * @param shutdownTimeout how long the stop waits for records to be written
 * @param onUnavailable what becomes of a value that Redis does not take
 * @since 0.1.0
 */
public record WriteBehindSettings(int partitions, int batchSize, boolean merge, Bounds bounds, Duration pollInterval,
        Duration leaseTime, Retry retry, Duration shutdownTimeout, WriteBehindFallback onUnavailable) {

    /** Most partitions that a queue may have. */
    public static final int MAX_PARTITIONS = 64;

    /**
     * How long the queue and the waits are.
     *
     * @param maxLength records in the queue above which callers wait; twice as many are
     * never exceeded by more than the calls under way
     * @param maxWait how long a caller waits
     * @param maxDeadLetters dead letters above which no more are made: the record that
     * would be the next one is tried for ever
     */
    public record Bounds(long maxLength, Duration maxWait, long maxDeadLetters) {

    }

    /**
     * What follows a failure of the handler.
     *
     * @param minBackOff time before the first repeat; doubles with each one
     * @param maxBackOff longest time before a repeat
     * @param maxAttempts how often a batch, and then each of its records alone, is tried
     */
    public record Retry(Duration minBackOff, Duration maxBackOff, int maxAttempts) {

    }

}
