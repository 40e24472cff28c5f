package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * Service level objectives of one cache, or of all by the defaults.
 */
public class CacheSloProperties {

    /**
     * Share of the reads that L1 or L2 should answer at least, above 0 and below 1.
     */
    private @Nullable Double hitRatio;

    /**
     * Time that a miss should take at most. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration missPenalty;

    /**
     * Share of the audited hits that may be stale for a second or longer, above 0 and
     * below 1. Needs the staleness audit.
     */
    private @Nullable Double staleShare;

    /**
     * Time that an invalidation should take at most until its effect in this process, of
     * any cache. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration invalidationLag;

    /**
     * Share of the misses and of the invalidations that should keep to their time, above
     * 0 and below 1. Taken as 0.99 when not set.
     */
    private @Nullable Double within;

    public @Nullable Double getHitRatio() {
        return this.hitRatio;
    }

    public void setHitRatio(@Nullable Double hitRatio) {
        this.hitRatio = hitRatio;
    }

    public @Nullable Duration getMissPenalty() {
        return this.missPenalty;
    }

    public void setMissPenalty(@Nullable Duration missPenalty) {
        this.missPenalty = missPenalty;
    }

    public @Nullable Double getStaleShare() {
        return this.staleShare;
    }

    public void setStaleShare(@Nullable Double staleShare) {
        this.staleShare = staleShare;
    }

    public @Nullable Duration getInvalidationLag() {
        return this.invalidationLag;
    }

    public void setInvalidationLag(@Nullable Duration invalidationLag) {
        this.invalidationLag = invalidationLag;
    }

    public @Nullable Double getWithin() {
        return this.within;
    }

    public void setWithin(@Nullable Double within) {
        this.within = within;
    }

}
