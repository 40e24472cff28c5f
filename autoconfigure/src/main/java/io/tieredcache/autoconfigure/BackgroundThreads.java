package io.tieredcache.autoconfigure;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what asynchronous callers do not wait for and for connecting. Bounded; work
 * that does not fit, or comes after the end, runs on the caller's thread. Nothing that
 * runs here waits for other work that runs here. No
 * {@link java.util.concurrent.Executor}, so that it is never taken for one of the
 * application's.
 */
final class BackgroundThreads implements AutoCloseable {

    private static final int THREADS = 8;

    private static final int QUEUE = 10_000;

    private final ThreadPoolExecutor executor;

    BackgroundThreads() {
        AtomicInteger count = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE),
                (task) -> {
                    Thread thread = new Thread(task, "tiered-cache-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }, (task, full) -> task.run());
        this.executor.allowCoreThreadTimeOut(true);
    }

    void execute(Runnable task) {
        this.executor.execute(task);
    }

    @Override
    public void close() {
        this.executor.shutdown();
        try {
            if (!this.executor.awaitTermination(5, TimeUnit.SECONDS)) {
                this.executor.shutdownNow();
            }
        }
        catch (InterruptedException ex) {
            this.executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

}
