package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

import io.tieredcache.WriteBehindFallback;

/**
 * Values that are queued and written to their source later.
 */
public class WriteBehindProperties {

    /**
     * Number of partitions of the queue, 1 to 64, each written by one instance at a time.
     * Keys are spread over them; let the queue run empty before you change it.
     */
    private @Nullable Integer partitions;

    /**
     * Most records that the handler gets at once, 1 to 1000.
     */
    private @Nullable Integer batchSize;

    /**
     * Whether to give the handler only the latest record of each key in a batch.
     */
    private @Nullable Boolean merge;

    /**
     * Number of records in the queue above which callers wait. Twice as many are refused.
     */
    private @Nullable Long maxLength;

    /**
     * How long a caller waits while the queue is too long. Zero for not at all. A bare
     * number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration maxWait;

    /**
     * How often an instance looks for records that others queued. A bare number is read
     * as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration pollInterval;

    /**
     * How long the partitions of an instance that died stay with it. A bare number is
     * read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration leaseTime;

    /**
     * Time before a batch that failed is tried again; doubles with each failure. A bare
     * number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration minBackOff;

    /**
     * Longest time before a batch that failed is tried again. A bare number is read as
     * seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration maxBackOff;

    /**
     * How often a batch, and then each of its records alone, is tried before it becomes a
     * dead letter. At least one.
     */
    private @Nullable Integer maxAttempts;

    /**
     * Number of dead letters above which no more are made: the next record that fails is
     * tried for ever.
     */
    private @Nullable Long maxDeadLetters;

    /**
     * How long the stop waits for records to be written. Zero for not at all. A bare
     * number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration shutdownTimeout;

    /**
     * What becomes of a value that Redis does not take: the handler writes it on the
     * caller's thread, or the call fails.
     */
    private @Nullable WriteBehindFallback onUnavailable;

    public @Nullable Integer getPartitions() {
        return this.partitions;
    }

    public void setPartitions(@Nullable Integer partitions) {
        this.partitions = partitions;
    }

    public @Nullable Integer getBatchSize() {
        return this.batchSize;
    }

    public void setBatchSize(@Nullable Integer batchSize) {
        this.batchSize = batchSize;
    }

    public @Nullable Boolean getMerge() {
        return this.merge;
    }

    public void setMerge(@Nullable Boolean merge) {
        this.merge = merge;
    }

    public @Nullable Long getMaxLength() {
        return this.maxLength;
    }

    public void setMaxLength(@Nullable Long maxLength) {
        this.maxLength = maxLength;
    }

    public @Nullable Duration getMaxWait() {
        return this.maxWait;
    }

    public void setMaxWait(@Nullable Duration maxWait) {
        this.maxWait = maxWait;
    }

    public @Nullable Duration getPollInterval() {
        return this.pollInterval;
    }

    public void setPollInterval(@Nullable Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public @Nullable Duration getLeaseTime() {
        return this.leaseTime;
    }

    public void setLeaseTime(@Nullable Duration leaseTime) {
        this.leaseTime = leaseTime;
    }

    public @Nullable Duration getMinBackOff() {
        return this.minBackOff;
    }

    public void setMinBackOff(@Nullable Duration minBackOff) {
        this.minBackOff = minBackOff;
    }

    public @Nullable Duration getMaxBackOff() {
        return this.maxBackOff;
    }

    public void setMaxBackOff(@Nullable Duration maxBackOff) {
        this.maxBackOff = maxBackOff;
    }

    public @Nullable Integer getMaxAttempts() {
        return this.maxAttempts;
    }

    public void setMaxAttempts(@Nullable Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public @Nullable Long getMaxDeadLetters() {
        return this.maxDeadLetters;
    }

    public void setMaxDeadLetters(@Nullable Long maxDeadLetters) {
        this.maxDeadLetters = maxDeadLetters;
    }

    public @Nullable Duration getShutdownTimeout() {
        return this.shutdownTimeout;
    }

    public void setShutdownTimeout(@Nullable Duration shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }

    public @Nullable WriteBehindFallback getOnUnavailable() {
        return this.onUnavailable;
    }

    public void setOnUnavailable(@Nullable WriteBehindFallback onUnavailable) {
        this.onUnavailable = onUnavailable;
    }

}
