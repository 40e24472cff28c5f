package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Copies in this process.
 *
 * @since 0.1.0
 */
public class CacheL1Properties {

    /**
     * Longest time a copy lives in this process. It never outlives its entry in Redis. A
     * bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration ttl;

    /**
     * Most copies that this process holds. Excludes a bound in bytes.
     */
    private @Nullable Long maxEntries;

    /**
     * Most serialized bytes that the copies in this process stand for. Excludes a bound
     * in entries. A bare number is read as bytes.
     */
    private @Nullable DataSize maxSize;

    /**
     * Whether to give each reader an object of its own in place of the one that this
     * process holds.
     */
    private @Nullable Boolean copyOnRead;

    public @Nullable Duration getTtl() {
        return this.ttl;
    }

    public void setTtl(@Nullable Duration ttl) {
        this.ttl = ttl;
    }

    public @Nullable Long getMaxEntries() {
        return this.maxEntries;
    }

    public void setMaxEntries(@Nullable Long maxEntries) {
        this.maxEntries = maxEntries;
    }

    public @Nullable DataSize getMaxSize() {
        return this.maxSize;
    }

    public void setMaxSize(@Nullable DataSize maxSize) {
        this.maxSize = maxSize;
    }

    public @Nullable Boolean getCopyOnRead() {
        return this.copyOnRead;
    }

    public void setCopyOnRead(@Nullable Boolean copyOnRead) {
        this.copyOnRead = copyOnRead;
    }

}
