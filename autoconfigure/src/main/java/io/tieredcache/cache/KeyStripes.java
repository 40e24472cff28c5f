package io.tieredcache.cache;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When keys were last evicted, kept by stripes of the key's hash. A reader notes the tick
 * before it asks L2 or the source; what it read may be served from L1 while the stripe of
 * its key has not passed that tick. Two keys that share a stripe cost each other a miss
 * at most.
 */
final class KeyStripes {

    private final AtomicLong tick = new AtomicLong();

    private final AtomicLongArray ticks;

    private final AtomicLongArray numbers;

    private final int mask;

    KeyStripes(int stripes) {
        int size = Integer.highestOneBit(Math.max(2, stripes));
        this.ticks = new AtomicLongArray(size);
        this.numbers = new AtomicLongArray(size);
        this.mask = size - 1;
    }

    long tick() {
        return this.tick.get();
    }

    boolean isCurrent(long hash, long guard) {
        return this.ticks.get(index(hash)) <= guard;
    }

    /**
     * Number of the latest eviction of a key.
     * @return the number, that of another key of its stripe where that is higher
     */
    long number(long hash) {
        return this.numbers.get(index(hash));
    }

    /**
     * Applies the eviction of a key once, however often it is told.
     */
    void raise(long hash, long number) {
        int index = index(hash);
        // Locked, so that whoever finds the number there also finds the tick. The number
        // comes first: who notes the new tick judges what a replica answers by it.
        synchronized (this.numbers) {
            if (this.numbers.get(index) < number) {
                this.numbers.set(index, number);
                raise(hash);
            }
        }
    }

    /**
     * Forgets the numbers of evictions, where those to come may be lower.
     */
    void forgetNumbers() {
        synchronized (this.numbers) {
            for (int i = 0; i < this.numbers.length(); i++) {
                this.numbers.set(i, 0);
            }
        }
    }

    /**
     * Applies an eviction that has no number (yet).
     */
    void raise(long hash) {
        this.ticks.accumulateAndGet(index(hash), this.tick.incrementAndGet(), Math::max);
    }

    private int index(long hash) {
        return (int) hash & this.mask;
    }

}
