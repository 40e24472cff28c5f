package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * Entries in Redis.
 *
 * @since 0.1.0
 */
public class CacheL2Properties {

    /**
     * How long a read waits for Redis where this process still holds a copy whose time in
     * this process is over, but not in Redis. Such copies are kept for that only if this
     * is set. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration softTimeout;

    /**
     * How long a read waits for Redis before the source is asked. Taken from the store's
     * 'timeout', else from 'tiered-cache.redis.timeout', when not set. A bare number is
     * read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration hardTimeout;

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

}
