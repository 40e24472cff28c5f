package io.tieredcache.writebehind;

import java.util.concurrent.atomic.AtomicLong;

import io.tieredcache.cache.SharedClock;

/**
 * The numbers of values that were never queued: they are above all that this process
 * knows of, as the numbers that Redis gives by its clock are.
 */
final class OrderClock {

    /** As in the scripts: numbers per millisecond. */
    private static final long PER_MILLI = 1024;

    private final SharedClock clock;

    private final AtomicLong latest = new AtomicLong();

    OrderClock(SharedClock clock) {
        this.clock = clock;
    }

    /**
     * When a number was given, by Redis's clock.
     */
    static long millisOf(long order) {
        return order / PER_MILLI;
    }

    long millis() {
        return this.clock.millis();
    }

    /**
     * Time of Redis's clock after which nobody waits any more.
     * @return the time; the end of all time where the clock was not heard of yet
     */
    long deadline(long patienceMillis) {
        return this.clock.isKnown() ? millis() + patienceMillis : Long.MAX_VALUE >> 11;
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
