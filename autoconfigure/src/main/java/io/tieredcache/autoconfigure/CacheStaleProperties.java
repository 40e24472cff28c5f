package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * Values that are served after their time to live. Invalidated ones never are.
 *
 * @since 0.1.0
 */
public class CacheStaleProperties {

    /**
     * How long after its time to live a value is served while it is loaded again in the
     * background. Zero switches it off. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration whileRevalidate;

    /**
     * How long after its time to live a value is served where the load of a new one fails
     * or takes too long. Zero switches it off. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration ifError;

    /**
     * How long the source is left alone after a load that failed where an older value is
     * served. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration throttle;

    public @Nullable Duration getWhileRevalidate() {
        return this.whileRevalidate;
    }

    public void setWhileRevalidate(@Nullable Duration whileRevalidate) {
        this.whileRevalidate = whileRevalidate;
    }

    public @Nullable Duration getIfError() {
        return this.ifError;
    }

    public void setIfError(@Nullable Duration ifError) {
        this.ifError = ifError;
    }

    public @Nullable Duration getThrottle() {
        return this.throttle;
    }

    public void setThrottle(@Nullable Duration throttle) {
        this.throttle = throttle;
    }

}
