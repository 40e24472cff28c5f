package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.convert.DurationUnit;

/**
 * Events from outside: a stream in Redis to which other services add what they made
 * invalid.
 *
 * @since 0.1.0
 */
public class EventProperties {

    /**
     * Whether to take events from the stream 'tc:{namespace}:events'. Costs one command
     * per instance and poll interval.
     */
    private boolean enabled;

    /**
     * Time between two looks at the stream where it had no new event. A bare number is
     * read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private Duration pollInterval = Duration.ofMillis(100);

    /**
     * Most events that are taken at once, 1 to 1000. Their targets travel in one message,
     * or in a few where they are many.
     */
    private int batchSize = 100;

    /**
     * How long an event stays with an instance that does not finish it, before another
     * one takes it over. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration claimAfter = Duration.ofSeconds(30);

    /**
     * About how many events the stream 'tc:{namespace}:events:dead' keeps that could not
     * be applied. Older ones are dropped.
     */
    private int maxDeadLetters = 10_000;

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Duration getPollInterval() {
        return this.pollInterval;
    }

    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public int getBatchSize() {
        return this.batchSize;
    }

    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public Duration getClaimAfter() {
        return this.claimAfter;
    }

    public void setClaimAfter(Duration claimAfter) {
        this.claimAfter = claimAfter;
    }

    public int getMaxDeadLetters() {
        return this.maxDeadLetters;
    }

    public void setMaxDeadLetters(int maxDeadLetters) {
        this.maxDeadLetters = maxDeadLetters;
    }

}
