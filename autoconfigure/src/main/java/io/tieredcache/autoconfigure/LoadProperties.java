package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.convert.DurationUnit;

/**
 * Loads in the background, which no caller waits for or not to the end.
 *
 * @since 0.1.0
 */
public class LoadProperties {

    /**
     * Most loads that run in the background at a time. They run on virtual threads where
     * 'spring.threads.virtual.enabled' is set.
     */
    private int threads = 16;

    /**
     * Most loads that wait for one of the threads. Callers run those that do not fit
     * themselves.
     */
    private int queue = 1000;

    /**
     * How long the stop of the application waits for loads in the background, so that
     * their values are still stored. Zero means that it does not wait. A bare number is
     * read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration shutdownTimeout = Duration.ofSeconds(10);

    public int getThreads() {
        return this.threads;
    }

    public void setThreads(int threads) {
        this.threads = threads;
    }

    public int getQueue() {
        return this.queue;
    }

    public void setQueue(int queue) {
        this.queue = queue;
    }

    public Duration getShutdownTimeout() {
        return this.shutdownTimeout;
    }

    public void setShutdownTimeout(Duration shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }

}
