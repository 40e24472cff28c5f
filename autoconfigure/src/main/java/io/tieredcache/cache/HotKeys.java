package io.tieredcache.cache;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The keys of one cache that are read most, each with a way to load it again. Of the
 * reads one in eight is counted, in a table of bounded size in which a new key takes the
 * place of the least read one and its count (Space-Saving: Metwally, Agrawal, El Abbadi,
 * "Efficient Computation of Frequent and Top-k Elements in Data Streams", ICDT 2005).
 * Counts are halved from time to time, so that a key which nobody reads any more leaves.
 */
final class HotKeys {

    private static final int SAMPLED = 8;

    /** Counters for each key that is wanted: the more, the surer the ranking. */
    private static final int COUNTERS = 4;

    private final ConcurrentMap<Object, Counter> counters = new ConcurrentHashMap<>();

    private final AtomicBoolean replacing = new AtomicBoolean();

    private final int wanted;

    HotKeys(int wanted) {
        this.wanted = wanted;
    }

    /**
     * Whether the read that asks is one that is counted.
     */
    boolean isSampled() {
        return ThreadLocalRandom.current().nextInt(SAMPLED) == 0;
    }

    /**
     * Counts a read.
     * @param local the key
     * @param reload loads it again
     */
    void count(Object local, Reload reload) {
        Counter present = this.counters.get(local);
        if (present != null) {
            present.reload = reload;
            present.reads.increment();
        }
        else if (this.counters.size() < COUNTERS * this.wanted) {
            this.counters.putIfAbsent(local, new Counter(reload, 1));
        }
        else {
            replaceLeast(local, reload);
        }
    }

    private void replaceLeast(Object local, Reload reload) {
        // Who comes while another key takes a place is not counted: the next read will
        // be.
        if (!this.replacing.compareAndSet(false, true)) {
            return;
        }
        try {
            Map.Entry<Object, Counter> least = null;
            for (Map.Entry<Object, Counter> entry : this.counters.entrySet()) {
                if (least == null || entry.getValue().reads.sum() < least.getValue().reads.sum()) {
                    least = entry;
                }
            }
            if (least != null && this.counters.remove(least.getKey(), least.getValue())) {
                this.counters.putIfAbsent(local, new Counter(reload, least.getValue().reads.sum() + 1));
            }
        }
        finally {
            this.replacing.set(false);
        }
    }

    /**
     * The keys that were read most, the most read one first.
     */
    List<Hot> top() {
        return this.counters.entrySet()
            .stream()
            .map((entry) -> new Hot(entry.getKey(), entry.getValue().reload, entry.getValue().reads.sum()))
            .sorted(Comparator.comparingLong(Hot::reads).reversed())
            .limit(this.wanted)
            .toList();
    }

    /**
     * Halves the counts and lets those keys go that were not read for some time.
     */
    void age() {
        this.counters.forEach((local, counter) -> {
            long half = counter.reads.sum() / 2;
            if (half == 0) {
                this.counters.remove(local, counter);
            }
            else {
                counter.reads.add(-half);
            }
        });
    }

    int size() {
        return this.counters.size();
    }

    /**
     * A key with the reads that were counted, about.
     */
    record Hot(Object local, Reload reload, long reads) {

    }

    private static final class Counter {

        private final LongAdder reads = new LongAdder();

        private volatile Reload reload;

        Counter(Reload reload, long reads) {
            this.reload = reload;
            this.reads.add(reads);
        }

    }

}
