package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.convert.DurationUnit;

/**
 * The circuit breaker, which leaves a Redis alone that fails.
 *
 * @since 0.1.0
 */
public class BreakerProperties {

    /**
     * Whether reads leave Redis alone after it failed too often.
     */
    private boolean enabled = true;

    /**
     * Percent of the last calls that have to fail for reads to leave Redis alone, above 0
     * and up to 100.
     */
    private float failureRate = 50;

    /**
     * How many of the last calls are looked at.
     */
    private int window = 10;

    /**
     * How many calls there must be before their failures count. At most 'window'.
     */
    private int minimumCalls = 5;

    /**
     * How long Redis is left alone before one command is sent to see whether it answers.
     * A proof of life that comes back ends the time earlier. A bare number is read as
     * milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private Duration openTime = Duration.ofSeconds(1);

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public float getFailureRate() {
        return this.failureRate;
    }

    public void setFailureRate(float failureRate) {
        this.failureRate = failureRate;
    }

    public int getWindow() {
        return this.window;
    }

    public void setWindow(int window) {
        this.window = window;
    }

    public int getMinimumCalls() {
        return this.minimumCalls;
    }

    public void setMinimumCalls(int minimumCalls) {
        this.minimumCalls = minimumCalls;
    }

    public Duration getOpenTime() {
        return this.openTime;
    }

    public void setOpenTime(Duration openTime) {
        this.openTime = openTime;
    }

}
