package io.tieredcache.writebehind;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.tieredcache.WriteBehindCounter;

/**
 * What one queue counts.
 */
final class Counters {

    private final Map<WriteBehindCounter, LongAdder> counts = new EnumMap<>(WriteBehindCounter.class);

    Counters() {
        for (WriteBehindCounter counter : WriteBehindCounter.values()) {
            this.counts.put(counter, new LongAdder());
        }
    }

    void count(WriteBehindCounter counter) {
        count(counter, 1);
    }

    void count(WriteBehindCounter counter, long more) {
        adder(counter).add(more);
    }

    long sum(WriteBehindCounter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(WriteBehindCounter counter) {
        LongAdder adder = this.counts.get(counter);
        if (adder == null) {
            throw new IllegalStateException("Every counter has an adder");
        }
        return adder;
    }

}
