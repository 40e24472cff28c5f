package io.tieredcache.audit;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does a round of work ten times a second, while there is anything to do.
 */
public final class AuditThread {

    private static final Logger logger = LoggerFactory.getLogger(AuditThread.class);

    private static final long INTERVAL_MILLIS = 100;

    private static final long STOP_MILLIS = 5_000;

    private final Runnable round;

    private final BooleanSupplier needed;

    private @Nullable ThreadFactory threads;

    private @Nullable ScheduledThreadPoolExecutor executor;

    AuditThread(Runnable round, BooleanSupplier needed) {
        this.round = round;
        this.needed = needed;
    }

    /**
     * Lets the thread run from now on when there is anything to do.
     * @param factory gives the thread
     */
    public synchronized void start(ThreadFactory factory) {
        this.threads = factory;
        wake();
    }

    /**
     * Ends the thread. A read of the source that is under way is interrupted.
     */
    public void stop() {
        ScheduledThreadPoolExecutor running;
        synchronized (this) {
            running = this.executor;
            this.executor = null;
            this.threads = null;
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

    /**
     * Tells that there may be something to do.
     */
    synchronized void wake() {
        ThreadFactory factory = this.threads;
        if (factory == null || this.executor != null || !this.needed.getAsBoolean()) {
            return;
        }
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, factory);
        this.executor = started;
        var unused = started.scheduleWithFixedDelay(this::work, INTERVAL_MILLIS, INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void work() {
        try {
            this.round.run();
        }
        catch (RuntimeException ex) {
            logger.warn("A round of the staleness audit failed ({}); the next one goes on", ex.getClass().getName());
            logger.debug("Why a round of the staleness audit failed", ex);
        }
        rest();
    }

    private synchronized void rest() {
        ScheduledThreadPoolExecutor running = this.executor;
        if (running != null && !this.needed.getAsBoolean()) {
            this.executor = null;
            running.shutdown();
        }
    }

}
