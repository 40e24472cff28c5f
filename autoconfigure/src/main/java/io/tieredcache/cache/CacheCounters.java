package io.tieredcache.cache;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

import io.tieredcache.CacheCounter;

/**
 * The counts of one cache.
 */
final class CacheCounters {

    private final Map<CacheCounter, LongAdder> counts = new EnumMap<>(CacheCounter.class);

    CacheCounters() {
        for (CacheCounter counter : CacheCounter.values()) {
            this.counts.put(counter, new LongAdder());
        }
    }

    void count(CacheCounter counter) {
        adder(counter).increment();
    }

    long sum(CacheCounter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(CacheCounter counter) {
        return Objects.requireNonNull(this.counts.get(counter));
    }

}
