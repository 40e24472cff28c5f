package io.tieredcache.writebehind;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Redis's clock as estimated here, and the numbers of values that were never queued: they
 * are above all that this process knows of, as the numbers that Redis gives are.
 */
final class OrderClock {

    /** As in the scripts: numbers per millisecond. */
    private static final long PER_MILLI = 1024;

    private final Clock clock;

    private final AtomicLong latest = new AtomicLong();

    private volatile boolean known;

    private volatile long offset;

    OrderClock(Clock clock) {
        this.clock = clock;
    }

    /**
     * When a number was given, by Redis's clock.
     */
    static long millisOf(long order) {
        return order / PER_MILLI;
    }

    long localMillis() {
        return this.clock.millis();
    }

    long millis() {
        return this.clock.millis() + this.offset;
    }

    /**
     * Time of Redis's clock after which nobody waits any more.
     * @return the time; the end of all time where the clock was not heard of yet
     */
    long deadline(long patienceMillis) {
        return this.known ? millis() + patienceMillis : Long.MAX_VALUE >> 11;
    }

    /**
     * Notes Redis's clock.
     */
    void adjust(long redisMillis, long sentAt) {
        long now = this.clock.millis();
        this.offset = redisMillis - (sentAt + (now - sentAt) / 2);
        this.known = true;
    }

    /**
     * Notes a number that Redis gave.
     */
    void note(long order) {
        this.latest.accumulateAndGet(order, Math::max);
    }

    /**
     * Takes a number without Redis.
     */
    long next() {
        return this.latest.updateAndGet((last) -> Math.max(last + 1, millis() * PER_MILLI));
    }

}
