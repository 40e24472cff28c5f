package io.tieredcache.cache;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * A count for each constant of an enum. Safe for concurrent use.
 *
 * @param <C> the enum
 */
public final class EnumCounters<C extends Enum<C>> {

    private final LongAdder[] counts;

    /**
     * Create counters, all zero.
     * @param type the enum
     */
    public EnumCounters(Class<C> type) {
        this.counts = Stream.generate(LongAdder::new).limit(type.getEnumConstants().length).toArray(LongAdder[]::new);
    }

    /**
     * Counts one.
     * @param counter what is counted
     */
    public void count(C counter) {
        count(counter, 1);
    }

    /**
     * Counts several.
     * @param counter what is counted
     * @param more how many
     */
    public void count(C counter, long more) {
        this.counts[counter.ordinal()].add(more);
    }

    /**
     * What was counted so far.
     * @param counter what is counted
     * @return the number
     */
    public long sum(C counter) {
        return this.counts[counter.ordinal()].sum();
    }

}
