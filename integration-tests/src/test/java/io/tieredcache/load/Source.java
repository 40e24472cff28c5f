package io.tieredcache.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLoader;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.TestThreads;

/**
 * The source of truth of a fleet: one value that changes, with its loads counted. A load
 * reads the value, then takes its time or stops at a gate, and may fail.
 */
final class Source implements CacheLoader<@Nullable String> {

    static final EntryPolicy POLICY = EntryPolicy.defaults().withType(String.class).withTags("values");

    private final AtomicInteger loads = new AtomicInteger();

    private final AtomicReference<@Nullable Gate> nextGate = new AtomicReference<>();

    private volatile @Nullable String value = "first";

    private volatile Duration cost = Duration.ZERO;

    private volatile boolean down;

    @Override
    public @Nullable String load(LoadContext context) {
        this.loads.incrementAndGet();
        String read = this.value;
        Gate gate = this.nextGate.getAndSet(null);
        if (gate != null) {
            gate.pass();
        }
        long until = System.nanoTime() + this.cost.toNanos();
        while (until - System.nanoTime() > 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        if (this.down) {
            throw new SourceDownException();
        }
        return read;
    }

    /**
     * The value from now on; nobody is told.
     */
    void change(@Nullable String changed) {
        this.value = changed;
    }

    void cost(Duration time) {
        this.cost = time;
    }

    /**
     * Whether loads fail.
     */
    void down(boolean fails) {
        this.down = fails;
    }

    /**
     * Stops the next load after it has read the value.
     */
    Gate stopNextLoad() {
        Gate gate = new Gate();
        this.nextGate.set(gate);
        return gate;
    }

    int loads() {
        return this.loads.get();
    }

    @Nullable String read(TieredCache cache) {
        return read(cache, POLICY);
    }

    @Nullable String read(TieredCache cache, EntryPolicy policy) {
        try {
            return cache.get(Fleet.KEY, policy, this);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Reads on another thread.
     */
    CompletableFuture<@Nullable String> startRead(TieredCache cache) {
        return TestThreads.supply(() -> read(cache));
    }

    /**
     * Reads without a thread of the caller's.
     */
    CompletableFuture<@Nullable String> retrieve(TieredCache cache) {
        return cache.retrieve(Fleet.KEY, () -> TestThreads.supply(() -> load(new LoadContext("", "", 0, null))));
    }

    /**
     * What a failing load throws.
     */
    static final class SourceDownException extends RuntimeException {

        private static final long serialVersionUID = 1L;

    }

}
