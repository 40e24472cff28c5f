package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

import io.tieredcache.SingleFlight;

/**
 * Loads from the source.
 */
public class CacheLoadProperties {

    /**
     * Among whom one load of a key is shared: the callers of each instance, or those of
     * all instances.
     */
    private @Nullable SingleFlight singleFlight;

    /**
     * How long a caller waits for a load where there is an older value to serve; the load
     * then goes on. With this or a hard timeout loads run on threads of the cache. A bare
     * number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration softTimeout;

    /**
     * How long a caller waits for a load at all; the load then goes on, and the caller
     * gets an older value or an error. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration hardTimeout;

    /**
     * How long a caller waits for the load of another caller or of another instance
     * before it loads by itself. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration joinTimeout;

    /**
     * How long the right to load and store a key outlives the process that has it.
     * Renewed while a load runs; a put may take that long. A bare number is read as
     * seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration leaseTime;

    public @Nullable SingleFlight getSingleFlight() {
        return this.singleFlight;
    }

    public void setSingleFlight(@Nullable SingleFlight singleFlight) {
        this.singleFlight = singleFlight;
    }

    public @Nullable Duration getSoftTimeout() {
        return this.softTimeout;
    }

    public void setSoftTimeout(@Nullable Duration softTimeout) {
        this.softTimeout = softTimeout;
    }

    public @Nullable Duration getHardTimeout() {
        return this.hardTimeout;
    }

    public void setHardTimeout(@Nullable Duration hardTimeout) {
        this.hardTimeout = hardTimeout;
    }

    public @Nullable Duration getJoinTimeout() {
        return this.joinTimeout;
    }

    public void setJoinTimeout(@Nullable Duration joinTimeout) {
        this.joinTimeout = joinTimeout;
    }

    public @Nullable Duration getLeaseTime() {
        return this.leaseTime;
    }

    public void setLeaseTime(@Nullable Duration leaseTime) {
        this.leaseTime = leaseTime;
    }

}
