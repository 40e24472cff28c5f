package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.convert.DurationUnit;

/**
 * The channel of invalidations.
 *
 * @since 0.1.0
 */
public class InvalidationProperties {

    /**
     * Time between two proofs that the channel is alive. Every staleness bound must be at
     * least twice as long. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private Duration pulseInterval = Duration.ofSeconds(1);

    /**
     * How long the start of the application waits for the channel. Where Redis is away
     * the application starts all the same. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private Duration startTimeout = Duration.ofSeconds(2);

    /**
     * Most tags whose latest invalidation this process keeps in mind. Copies of entries
     * whose tags do not fit are read from Redis again.
     */
    private int maxTags = 100_000;

    /**
     * Number of key groups in which evictions of keys are kept in mind, rounded down to a
     * power of two. Each takes 16 bytes.
     */
    private int keyStripes = 262_144;

    /**
     * Most keys, tags and caches that wait until Redis acknowledges their invalidation.
     * More become one clearing of the namespace.
     */
    private int maxQueued = 10_000;

    public Duration getPulseInterval() {
        return this.pulseInterval;
    }

    public void setPulseInterval(Duration pulseInterval) {
        this.pulseInterval = pulseInterval;
    }

    public Duration getStartTimeout() {
        return this.startTimeout;
    }

    public void setStartTimeout(Duration startTimeout) {
        this.startTimeout = startTimeout;
    }

    public int getMaxTags() {
        return this.maxTags;
    }

    public void setMaxTags(int maxTags) {
        this.maxTags = maxTags;
    }

    public int getKeyStripes() {
        return this.keyStripes;
    }

    public void setKeyStripes(int keyStripes) {
        this.keyStripes = keyStripes;
    }

    public int getMaxQueued() {
        return this.maxQueued;
    }

    public void setMaxQueued(int maxQueued) {
        this.maxQueued = maxQueued;
    }

}
