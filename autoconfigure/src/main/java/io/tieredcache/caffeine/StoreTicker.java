package io.tieredcache.caffeine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * The time by which Caffeine drops what has expired. It moves with what changes the
 * cache: a hit, which is judged by the time of its read, then does not look at the clock
 * once more, and nothing but memory depends on when Caffeine drops an entry.
 */
final class StoreTicker implements Ticker {

    private final LongSupplier time;

    private final AtomicLong now;

    StoreTicker(LongSupplier time) {
        this.time = time;
        this.now = new AtomicLong(time.getAsLong());
    }

    /**
     * Moves on to the current time.
     */
    void move() {
        this.now.accumulateAndGet(this.time.getAsLong(), (known, next) -> (next - known > 0) ? next : known);
    }

    @Override
    public long read() {
        return this.now.get();
    }

}
