package io.tieredcache.autoconfigure;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.TaskDecorator;

/**
 * Threads for loads that no caller waits for, or not to the end. Bounded; what does not
 * fit, or comes after the stop, runs on the caller's thread. Usable before the start,
 * since other beans may read caches while they start. No
 * {@link java.util.concurrent.Executor}, so that it is never taken for one of the
 * application's.
 */
final class LoadThreads implements SmartLifecycle {

    /**
     * Below the web servers, whose last requests may still begin loads; above the channel
     * and the connections, without which a load in flight could not store its value.
     */
    static final int PHASE = 2048;

    private static final Logger logger = LoggerFactory.getLogger(LoadThreads.class);

    private final LoadProperties properties;

    private final ThreadFactory threadFactory;

    private final TaskDecorator decorator;

    private volatile ThreadPoolExecutor executor;

    private volatile ScheduledExecutorService timer;

    LoadThreads(LoadProperties properties, boolean virtual, TaskDecorator decorator) {
        this.properties = properties;
        this.threadFactory = virtual ? LoadThreadFactory.virtual("tiered-cache-load-")
                : LoadThreadFactory.platform("tiered-cache-load-");
        this.decorator = decorator;
        this.executor = createExecutor();
        this.timer = createTimer();
    }

    /**
     * Runs the load with the context of the caller. A load that the stop gives up before
     * it began never runs, so whoever waits for it needs a timeout.
     */
    void execute(Runnable load) {
        try {
            this.executor.execute(this.decorator.decorate(load));
        }
        catch (RejectedExecutionException ex) {
            load.run();
        }
    }

    /**
     * One thread, which must not load itself. Another one after a restart, so do not keep
     * it; after the stop it rejects all.
     */
    ScheduledExecutorService timer() {
        return this.timer;
    }

    @Override
    public void start() {
        if (!isRunning()) {
            this.timer = createTimer();
            this.executor = createExecutor();
        }
    }

    @Override
    public void stop() {
        if (!isRunning()) {
            return;
        }
        this.executor.shutdown();
        if (!awaitEnd(this.executor)) {
            giveUp(this.executor);
        }
        // Last, since loads in flight may have callers whose patience it measures.
        this.timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return !this.executor.isShutdown();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private boolean awaitEnd(ExecutorService stopped) {
        try {
            return stopped.awaitTermination(this.properties.getShutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void giveUp(ThreadPoolExecutor stopped) {
        int begun = stopped.getActiveCount();
        int count = begun + stopped.shutdownNow().size();
        if (count > 0) {
            logger.warn(
                    "The stop gave up {} background loads, {} of them begun. "
                            + "It waits for them as long as 'tiered-cache.load.shutdown-timeout' says, now {}.",
                    count, begun, Words.of(this.properties.getShutdownTimeout()));
        }
    }

    private ThreadPoolExecutor createExecutor() {
        int threads = this.properties.getThreads();
        ThreadPoolExecutor created = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(this.properties.getQueue()), this.threadFactory);
        created.allowCoreThreadTimeOut(true);
        return created;
    }

    private static ScheduledExecutorService createTimer() {
        ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(1,
                LoadThreadFactory.single("tiered-cache-timer"));
        created.setRemoveOnCancelPolicy(true);
        return created;
    }

}
