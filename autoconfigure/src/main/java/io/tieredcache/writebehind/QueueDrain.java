package io.tieredcache.writebehind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindSettings;
import io.tieredcache.cache.SharedClock;
import io.tieredcache.store.WriteQueueStore.Ownership;
import io.tieredcache.store.WriteQueueStore.PartitionStatus;
import io.tieredcache.store.WriteQueueStore.Status;

/**
 * This instance's part in writing one queue. A timer tells Redis that the instance lives,
 * which keeps and takes partitions, and looks for records; both without waiting for the
 * answer. A pool of threads, one per partition at most, writes.
 */
final class QueueDrain {

    private static final Logger logger = LoggerFactory.getLogger(QueueDrain.class);

    private static final long IDLE_SECONDS = 30;

    private final QueueParts parts;

    private final SharedClock clock;

    private final List<PartitionDrain> partitions = new CopyOnWriteArrayList<>();

    private final AtomicBoolean asking = new AtomicBoolean();

    private final AtomicBoolean joining = new AtomicBoolean();

    private volatile WriteBehindQueue.State state = WriteBehindQueue.State.unknown();

    private volatile int instances;

    private volatile Runnable stop = () -> {
    };

    /**
     * Create a drain.
     * @param parts what it works with
     * @param clock told of Redis's clock
     */
    QueueDrain(QueueParts parts, SharedClock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    WriteBehindQueue.State state() {
        return this.state;
    }

    void start(ThreadFactory threads, ThreadFactory timerThread) {
        WriteBehindSettings settings = this.parts.settings();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(settings.partitions(), settings.partitions(), IDLE_SECONDS,
                TimeUnit.SECONDS, new LinkedBlockingQueue<>(2 * WriteBehindSettings.MAX_PARTITIONS), threads);
        workers.allowCoreThreadTimeOut(true);
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, timerThread);
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.partitions.clear();
        this.parts.started(workers, timer);
        long poll = settings.pollInterval().toMillis();
        long beat = Math.max(1, settings.leaseTime().toMillis() / 3);
        var unusedJoins = timer.scheduleWithFixedDelay(this::join, 0, beat, TimeUnit.MILLISECONDS);
        var unusedPolls = timer.scheduleWithFixedDelay(this::poll, 0, poll, TimeUnit.MILLISECONDS);
        this.stop = () -> stop(workers, timer, settings.shutdownTimeout());
    }

    /**
     * Stops: the batches under way are ended, where no other instance goes on all records
     * are written, and the partitions are given up.
     */
    void stop() {
        this.stop.run();
        this.stop = () -> {
        };
    }

    /**
     * Tells that a record was added here.
     */
    void added(int partition) {
        if (partition < this.partitions.size()) {
            this.partitions.get(partition).wake();
        }
    }

    private void join() {
        if (!this.joining.compareAndSet(false, true)) {
            return;
        }
        var unused = this.parts.store().join(this.parts.settings().leaseTime()).whenComplete((ownership, failure) -> {
            this.joining.set(false);
            if (failure == null) {
                joined(ownership);
            }
            else {
                logger.debug("Write-behind of cache '{}': its partitions could not be kept", this.parts.cache(),
                        failure);
            }
        });
    }

    private synchronized void joined(Ownership ownership) {
        this.instances = ownership.instances();
        while (this.partitions.size() < ownership.partitions()) {
            this.partitions.add(new PartitionDrain(this.parts, this.partitions.size()));
        }
        for (int i = 0; i < this.partitions.size(); i++) {
            this.partitions.get(i).owned(ownership.owned().contains(i));
        }
        for (int i = ownership.share(); i < ownership.owned().size(); i++) {
            this.partitions.get(ownership.owned().get(i)).giveUp();
        }
        this.partitions.forEach(PartitionDrain::wake);
    }

    private void poll() {
        if (!this.asking.compareAndSet(false, true)) {
            return;
        }
        long sentAt = this.clock.localMillis();
        var unused = this.parts.store().status().whenComplete((status, failure) -> {
            this.asking.set(false);
            if (failure == null) {
                this.clock.adjust(status.millis(), sentAt, this.clock.localMillis());
                found(status);
            }
        });
    }

    private void found(Status status) {
        long depth = 0;
        long oldest = Long.MAX_VALUE;
        int owned = 0;
        for (int i = 0; i < status.partitions().size(); i++) {
            PartitionStatus partition = status.partitions().get(i);
            depth += partition.depth();
            oldest = Math.min(oldest, partition.oldest());
            if (i < this.partitions.size() && this.partitions.get(i).isOwned()) {
                owned++;
                if (partition.depth() > 0) {
                    this.partitions.get(i).wake();
                }
            }
        }
        long lag = (oldest == Long.MAX_VALUE) ? 0 : Math.max(0, status.millis() - OrderClock.millisOf(oldest));
        this.state = new WriteBehindQueue.State(depth, Duration.ofMillis(lag), status.deadLetters(), this.instances,
                owned);
    }

    private void stop(ThreadPoolExecutor workers, ScheduledThreadPoolExecutor timer, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            if (this.instances <= 1) {
                awaitEmpty(end);
            }
            this.parts.stopped();
            workers.shutdown();
            if (!workers.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                workers.shutdownNow();
                logger.warn("Write-behind of cache '{}': the stop gave up a batch that took too long; "
                        + "it will be written again", this.parts.cache());
            }
        }
        catch (InterruptedException ex) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        this.parts.stopped();
        timer.shutdownNow();
        leave();
    }

    private void awaitEmpty(long end) throws InterruptedException {
        try {
            while (end - System.nanoTime() > 0) {
                List<PartitionStatus> left = new ArrayList<>(
                        this.parts.await(this.parts.store().status()).partitions());
                if (left.stream().allMatch((partition) -> partition.depth() == 0)
                        || this.partitions.stream().noneMatch(PartitionDrain::isOwned)) {
                    return;
                }
                this.partitions.forEach(PartitionDrain::wake);
                Thread.sleep(10);
            }
            logger.warn("Write-behind of cache '{}': the stop left records in the queue; another instance, "
                    + "or the next start, writes them", this.parts.cache());
        }
        catch (L2UnavailableException ex) {
            logger.debug("Write-behind of cache '{}' ends without Redis", this.parts.cache(), ex);
        }
    }

    private void leave() {
        try {
            var unused = this.parts.await(this.parts.store().leave());
        }
        catch (L2UnavailableException ex) {
            logger.debug("Write-behind of cache '{}': its partitions are freed by time", this.parts.cache(), ex);
        }
        this.partitions.forEach((partition) -> partition.owned(false));
    }

}
