package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

import io.tieredcache.cache.CacheTransaction.Isolation;

/**
 * Spring's transactions.
 *
 * @since 0.1.0
 */
public class TransactionProperties {

    /**
     * What transactions read that ask for no isolation level: 'committed', what is
     * committed when each statement begins, or 'snapshot', what was committed when the
     * transaction began. What is loaded from a snapshot is stored in no cache, since it
     * may be older than an invalidation. When not set, the databases are asked at the
     * start.
     */
    private @Nullable Isolation isolation;

    /**
     * How long a write may keep caches of class 'strong' from storing what it changes, if
     * the process that writes dies. Must be longer than any write takes. A bare number is
     * read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private Duration holdTime = Duration.ofSeconds(60);

    public @Nullable Isolation getIsolation() {
        return this.isolation;
    }

    public void setIsolation(@Nullable Isolation isolation) {
        this.isolation = isolation;
    }

    public Duration getHoldTime() {
        return this.holdTime;
    }

    public void setHoldTime(Duration holdTime) {
        this.holdTime = holdTime;
    }

}
