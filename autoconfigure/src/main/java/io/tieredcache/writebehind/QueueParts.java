package io.tieredcache.writebehind;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteBehindSettings;
import io.tieredcache.cache.EnumCounters;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.cache.RecordFormat;
import io.tieredcache.store.WriteQueueStore;

/**
 * What those work with who write the records of one queue.
 */
final class QueueParts {

    private static final Logger logger = LoggerFactory.getLogger(QueueParts.class);

    private final String cache;

    private final WriteBehindSettings settings;

    private final WriteQueueStore store;

    private final RecordHandler handler;

    private final RecordFormat format;

    private final NamespaceRuntime runtime;

    private final EnumCounters<WriteBehindCounter> counters = new EnumCounters<>(WriteBehindCounter.class);

    private final AtomicBoolean failing = new AtomicBoolean();

    private volatile @Nullable ThreadPoolExecutor workers;

    private volatile @Nullable ScheduledThreadPoolExecutor timer;

    private volatile boolean stopped = true;

    QueueParts(String cache, WriteBehindSettings settings, WriteQueueStore store, RecordHandler handler,
            RecordFormat format, NamespaceRuntime runtime) {
        this.cache = cache;
        this.settings = settings;
        this.store = store;
        this.handler = handler;
        this.format = format;
        this.runtime = runtime;
    }

    String cache() {
        return this.cache;
    }

    WriteBehindSettings settings() {
        return this.settings;
    }

    WriteQueueStore store() {
        return this.store;
    }

    RecordHandler handler() {
        return this.handler;
    }

    RecordFormat format() {
        return this.format;
    }

    EnumCounters<WriteBehindCounter> counters() {
        return this.counters;
    }

    <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        return this.runtime.await(answer);
    }

    boolean isStopped() {
        return this.stopped;
    }

    void started(ThreadPoolExecutor workers, ScheduledThreadPoolExecutor timer) {
        this.workers = workers;
        this.timer = timer;
        this.stopped = false;
    }

    /**
     * Begins no more batches.
     */
    void stopped() {
        this.stopped = true;
    }

    /**
     * Runs something on a thread of the queue, unless that is stopped.
     */
    void execute(Runnable task) {
        ThreadPoolExecutor current = this.workers;
        try {
            if (current != null) {
                current.execute(task);
            }
        }
        catch (RejectedExecutionException ex) {
            logger.debug("Write-behind of cache '{}' is stopped", this.cache);
        }
    }

    /**
     * Runs something later, unless the queue is stopped before.
     */
    void later(Runnable task, long millis) {
        ScheduledThreadPoolExecutor current = this.timer;
        try {
            if (current != null) {
                var unused = current.schedule(task, millis, TimeUnit.MILLISECONDS);
            }
        }
        catch (RejectedExecutionException ex) {
            logger.debug("Write-behind of cache '{}' is stopped", this.cache);
        }
    }

    /**
     * Tells the log, once until the handler writes again, that it fails.
     */
    void failing(Throwable failure) {
        if (this.failing.compareAndSet(false, true)) {
            logger.warn("Write-behind of cache '{}': the handler failed with {}; its records are tried again",
                    this.cache, failure.getClass().getName());
        }
        logger.debug("Why the handler of cache '{}' failed", this.cache, failure);
    }

    void recovered() {
        if (this.failing.get() && this.failing.compareAndSet(true, false)) {
            logger.info("Write-behind of cache '{}': the handler writes again", this.cache);
        }
    }

}
