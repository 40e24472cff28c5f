package io.tieredcache.cost;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes the looks.
 */
public final class CostThread {

    private static final Logger logger = LoggerFactory.getLogger(CostThread.class);

    private static final long STOP_MILLIS = 5_000;

    private final CostSampler sampler;

    private final Duration interval;

    private final ThreadFactory threads;

    private @Nullable ScheduledThreadPoolExecutor executor;

    /**
     * Create what is not started.
     * @param sampler takes a look
     * @param interval time between the end of a look and the begin of the next
     * @param threads makes the thread
     */
    public CostThread(CostSampler sampler, Duration interval, ThreadFactory threads) {
        this.sampler = sampler;
        this.interval = interval;
        this.threads = threads;
    }

    /**
     * Takes a look soon, and then again and again.
     */
    public synchronized void start() {
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, this.threads);
        var unused = started.scheduleWithFixedDelay(this::look, 0, this.interval.toNanos(), TimeUnit.NANOSECONDS);
        this.executor = started;
    }

    private void look() {
        try {
            this.sampler.look();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        catch (RuntimeException ex) {
            logger.warn("What the caches cost could not be found out ({}); the next look is in {} ms",
                    ex.getClass().getName(), this.interval.toMillis());
            logger.debug("Why it could not be found out", ex);
        }
    }

    /**
     * Ends the looks.
     */
    public void stop() {
        ScheduledThreadPoolExecutor running;
        synchronized (this) {
            running = this.executor;
            this.executor = null;
        }
        if (running == null) {
            return;
        }
        running.shutdownNow();
        try {
            running.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

}
