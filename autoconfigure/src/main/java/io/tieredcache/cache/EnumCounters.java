package io.tieredcache.cache;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * A count for each constant of an enum. Safe for concurrent use.
 *
 * @param <C> the enum
 */
public final class EnumCounters<C extends Enum<C>> {

    private final Map<C, LongAdder> counts;

    /**
     * Create counters, all zero.
     * @param type the enum
     */
    public EnumCounters(Class<C> type) {
        this.counts = new EnumMap<>(type);
        for (C counter : type.getEnumConstants()) {
            this.counts.put(counter, new LongAdder());
        }
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
        adder(counter).add(more);
    }

    /**
     * What was counted so far.
     * @param counter what is counted
     * @return the number
     */
    public long sum(C counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(C counter) {
        return Objects.requireNonNull(this.counts.get(counter));
    }

}
