package io.tieredcache.slo;

import java.util.concurrent.atomic.LongAdder;

/**
 * Events, and how many of them took longer than they should.
 */
final class Tally {

    private final LongAdder events = new LongAdder();

    private final LongAdder errors = new LongAdder();

    private final long limitNanos;

    Tally(long limitNanos) {
        this.limitNanos = limitNanos;
    }

    void count(long nanos) {
        this.events.increment();
        if (nanos > this.limitNanos) {
            this.errors.increment();
        }
    }

    Count count() {
        // The errors first, so that there are never more of them than events.
        long wrong = this.errors.sum();
        return new Count(this.events.sum(), wrong);
    }

    /**
     * What was counted.
     *
     * @param events all events
     * @param errors those that were errors
     */
    record Count(long events, long errors) {

        static final Count NONE = new Count(0, 0);

        Count since(Count before) {
            return new Count(Math.max(0, this.events - before.events), Math.max(0, this.errors - before.errors));
        }

    }

}
