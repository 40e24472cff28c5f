package io.tieredcache.benchmarks.peer;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.Directory;

/**
 * A source that takes 50 ms, and counts how often it is asked by all instances.
 */
public final class SlowSource {

    private static final long NANOS = 50_000_000;

    private final Directory directory = new Directory();

    private final long[] ids = this.directory.ids();

    private final LongAdder loads = new LongAdder();

    /**
     * Loads slowly.
     * @param key any number
     * @return an airport
     */
    public Airport airport(long key) {
        this.loads.increment();
        long end = System.nanoTime() + NANOS;
        for (long left = NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return this.directory.airport(this.ids[(int) (key % this.ids.length)]);
    }

    /**
     * How often it was asked.
     * @return the number of loads
     */
    public long loads() {
        return this.loads.sum();
    }

}
