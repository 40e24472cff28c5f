package io.tieredcache.writebehind;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.EntryPolicy;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.PendingPut;
import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteBehindFallback;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindSettings;
import io.tieredcache.WriteNotAcceptedException;
import io.tieredcache.WriteRecord;
import io.tieredcache.cache.DefaultTieredCache;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.cache.RecordFormat;
import io.tieredcache.cache.UnwrittenValues;
import io.tieredcache.store.WriteQueueStore;
import io.tieredcache.store.WriteQueueStore.Added;
import io.tieredcache.store.WriteQueueStore.Status;

/**
 * One queue: takes values, gives readers those that are not written yet, and has them
 * written. The order of a call is: the right to put, the method, the queue, the cache. So
 * a reader who finds no entry finds the value in the queue, and one who loaded an older
 * value meanwhile cannot store it.
 */
final class DefaultWriteBehindQueue implements WriteBehindQueue, UnwrittenValues {

    private static final Logger logger = LoggerFactory.getLogger(DefaultWriteBehindQueue.class);

    private static final long LOOK_MILLIS = 20;

    private final DefaultTieredCache cache;

    private final WriteQueueStore store;

    private final QueueParts parts;

    private final OrderClock clock;

    private final QueueDrain drain;

    private final AtomicBoolean away = new AtomicBoolean();

    private final long timeoutMillis;

    DefaultWriteBehindQueue(DefaultTieredCache cache, WriteQueueStore store, RecordHandler handler,
            WriteBehindSettings settings, NamespaceRuntime runtime) {
        this.cache = cache;
        this.store = store;
        this.clock = new OrderClock(runtime.clock());
        this.timeoutMillis = runtime.timeoutMillis();
        RecordFormat format = cache.readUnwritten(this, handler.type());
        this.parts = new QueueParts(cache.getName(), settings, store, handler, format, runtime);
        this.drain = new QueueDrain(this.parts, runtime.clock());
    }

    void start(ThreadFactory threads, ThreadFactory timerThread) {
        this.drain.start(threads, timerThread);
    }

    void stop() {
        this.drain.stop();
    }

    @Override
    public String cache() {
        return this.parts.cache();
    }

    @Override
    public Type valueType() {
        return this.parts.handler().type();
    }

    @Override
    public PendingPut begin(Object key, EntryPolicy policy) {
        return new QueuedPut(key, this.parts.format().keyText(key), beginPut(key, policy));
    }

    private @Nullable PendingPut beginPut(Object key, EntryPolicy policy) {
        try {
            return this.cache.beginPut(key, policy);
        }
        catch (L2UnavailableException ex) {
            return null;
        }
    }

    /**
     * Sees to it that a value will be written, or is.
     * @throws WriteNotAcceptedException if it is neither
     */
    private void accept(String key, @Nullable Object value) {
        byte[] bytes;
        try {
            bytes = this.parts.format().write(key, value);
        }
        catch (RuntimeException | StackOverflowError ex) {
            refused(key, value, this.clock.next(), "its value cannot be stored in Redis", ex);
            return;
        }
        Added added;
        try {
            added = add(key, bytes);
        }
        catch (L2UnavailableException ex) {
            warnAway(ex);
            refused(key, value, this.clock.next(), "Redis did not take it", ex);
            return;
        }
        this.away.set(false);
        if (!added.accepted()) {
            refused(key, value, added.order(), "the queue is full", null);
            return;
        }
        int partition = partition(key);
        this.parts.counters().count(WriteBehindCounter.QUEUED);
        this.drain.added(partition);
        if (added.depth() >= this.parts.settings().bounds().maxLength()) {
            awaitWritten(partition, added.order());
        }
    }

    /**
     * Adds a record, waiting for room where the queue is longer than twice its bound.
     */
    private Added add(String key, byte[] bytes) {
        WriteBehindSettings.Bounds bounds = this.parts.settings().bounds();
        long end = System.nanoTime() + bounds.maxWait().toNanos();
        Added added = addOnce(key, bytes);
        if (added.accepted()) {
            return added;
        }
        this.parts.counters().count(WriteBehindCounter.WAITED);
        while (!added.accepted() && end - System.nanoTime() > 0 && sleep()) {
            added = addOnce(key, bytes);
        }
        return added;
    }

    private Added addOnce(String key, byte[] bytes) {
        Added added = this.parts.await(this.store.add(partition(key), key, bytes,
                2 * this.parts.settings().bounds().maxLength(), this.clock.deadline(this.timeoutMillis)));
        this.clock.note(added.order());
        return added;
    }

    /**
     * Waits for a record that is queued already, so that callers are not faster than the
     * handler.
     */
    private void awaitWritten(int partition, long order) {
        this.parts.counters().count(WriteBehindCounter.WAITED);
        long end = System.nanoTime() + this.parts.settings().bounds().maxWait().toNanos();
        try {
            while (end - System.nanoTime() > 0 && sleep()) {
                Status status = this.parts.await(this.store.status());
                if (status.partitions().get(partition).oldest() > order) {
                    return;
                }
            }
        }
        catch (L2UnavailableException ex) {
            logger.debug("Write-behind of cache '{}': a caller waits no longer", cache(), ex);
        }
    }

    private static boolean sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            return true;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void refused(String key, @Nullable Object value, long order, String reason, @Nullable Throwable cause) {
        if (this.parts.settings().onUnavailable() == WriteBehindFallback.FAIL) {
            this.parts.counters().count(WriteBehindCounter.REFUSED);
            throw new WriteNotAcceptedException(
                    "Cache '%s': a value for write-behind was not queued, since %s; 'on-unavailable' is 'fail'. Repeat the call later."
                        .formatted(cache(), reason),
                    cause);
        }
        try {
            this.parts.handler()
                .write(List.of(new WriteRecord<>(WriteRecord.DIRECT, key, value,
                        Instant.ofEpochMilli(this.clock.millis()), 1, order)));
            this.parts.counters().count(WriteBehindCounter.DIRECT);
        }
        catch (Exception ex) {
            if (ex instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            this.parts.counters().count(WriteBehindCounter.REFUSED);
            throw new WriteNotAcceptedException(
                    "Cache '%s': a value for write-behind was not queued, since %s, and the handler failed with %s. Repeat the call later."
                        .formatted(cache(), reason, ex.getClass().getName()),
                    ex);
        }
    }

    private void warnAway(L2UnavailableException ex) {
        if (this.away.compareAndSet(false, true)) {
            logger.warn("Write-behind of cache '{}': Redis takes no records ({}); 'on-unavailable' is '{}'", cache(),
                    ex.getMessage(), this.parts.settings().onUnavailable());
        }
    }

    private int partition(String key) {
        int hash = key.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), this.parts.settings().partitions());
    }

    @Override
    public Map<String, Unwritten> find(Collection<String> keyTexts) {
        Map<String, Unwritten> values = new HashMap<>();
        this.parts.await(this.store.pending(keyTexts)).forEach((keyText, bytes) -> {
            try {
                values.put(keyText, new Unwritten(this.parts.format().read(keyText, bytes)));
                this.parts.counters().count(WriteBehindCounter.READ);
            }
            catch (RuntimeException | StackOverflowError ex) {
                this.parts.counters().count(WriteBehindCounter.UNREADABLE);
                logger.debug("Cache '{}': a value that waits to be written could not be read ({}); it counts as absent",
                        cache(), ex.getClass().getSimpleName());
            }
        });
        return values;
    }

    @Override
    public State state() {
        return this.drain.state();
    }

    @Override
    public long count(WriteBehindCounter counter) {
        return this.parts.counters().sum(counter);
    }

    /**
     * One value of a key. Within a transaction it is queued when that commits.
     */
    private final class QueuedPut implements PendingPut {

        private final Object key;

        private final String text;

        private final @Nullable PendingPut pending;

        QueuedPut(Object key, String text, @Nullable PendingPut pending) {
            this.key = key;
            this.text = text;
            this.pending = pending;
        }

        @Override
        public void complete(@Nullable Object value) {
            DefaultWriteBehindQueue.this.cache.whenCommitted(this.key, () -> {
                accept(this.text, value);
                put(value);
            });
        }

        /**
         * Tells the cache of a value that was accepted. That it cannot be told is no
         * failure of the call: it is told later.
         */
        private void put(@Nullable Object value) {
            try {
                if (this.pending != null) {
                    this.pending.complete(value);
                    return;
                }
            }
            catch (L2UnavailableException ex) {
                logger.debug("Cache '{}': a value that was accepted could not be put", cache(), ex);
            }
            DefaultWriteBehindQueue.this.cache.evictUntilSent(this.key);
        }

        @Override
        public void cancel() {
            if (this.pending != null) {
                this.pending.cancel();
            }
        }

    }

}
