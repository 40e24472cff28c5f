package io.tieredcache.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A source with one value, which is the number of its updates: a reader who gets a lower
 * number than the source had when the reader began was given a stale value.
 */
final class VersionedSource {

    private final AtomicInteger version = new AtomicInteger();

    private final AtomicInteger loads = new AtomicInteger();

    private final AtomicReference<@Nullable Gate> afterRead = new AtomicReference<>();

    int version() {
        return this.version.get();
    }

    /**
     * Changes the value.
     * @return the new one
     */
    int update() {
        return this.version.incrementAndGet();
    }

    /**
     * Reads the value, as a cache's loader does.
     * @return the value as it was when the source was read
     */
    int load() {
        return load(null, this.afterRead.getAndSet(null));
    }

    /**
     * Reads the value, and stops before and after that.
     * @param before where to stop before the value is read
     * @param after where to stop before the value is returned
     * @return the value as it was when the source was read
     */
    int load(@Nullable Gate before, @Nullable Gate after) {
        if (before != null) {
            before.pass();
        }
        int value = this.version.get();
        this.loads.incrementAndGet();
        if (after != null) {
            after.pass();
        }
        return value;
    }

    /**
     * Stops the next load after it read the value, before it returns.
     */
    void stopNextLoad(Gate gate) {
        this.afterRead.set(gate);
    }

    /**
     * How often the value was read.
     */
    int loads() {
        return this.loads.get();
    }

}
