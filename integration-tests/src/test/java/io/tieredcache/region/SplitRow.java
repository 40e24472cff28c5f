package io.tieredcache.region;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What the readers of one region were served in one phase.
 */
final class SplitRow {

    private final String phase;

    private final String region;

    private final LongAdder reads = new LongAdder();

    private final Stale own = new Stale();

    private final Stale others = new Stale();

    private final LongAdder violations = new LongAdder();

    private final LongAdder errors = new LongAdder();

    SplitRow(String phase, String region) {
        this.phase = phase;
        this.region = region;
    }

    String region() {
        return this.region;
    }

    void error() {
        this.errors.increment();
    }

    /**
     * Judges a read.
     * @param item the key
     * @param version what was read
     * @param began when the read began
     * @param bound how late a change of the own region may be seen, in nanoseconds
     */
    void read(SplitSource.Item item, int version, long began, long bound) {
        this.reads.increment();
        this.own.note(item.missed(version, began, this.region, true), began);
        this.others.note(item.missed(version, began, this.region, false), began);
        if (item.missedTold(version, began - bound, this.region)) {
            this.violations.increment();
        }
    }

    long violations() {
        return this.violations.sum();
    }

    long errors() {
        return this.errors.sum();
    }

    long staleByOthers() {
        return this.others.count.sum();
    }

    static String head() {
        return """
                | phase | region | reads | stale by own writes | longest | stale by the other's writes | longest \
                | beyond the bound for own writes | errors |
                |---|---|---|---|---|---|---|---|---|
                """;
    }

    String line() {
        return "| %s | %s | %d | %s | %s | %d | %d |%n".formatted(this.phase, this.region, this.reads.sum(), this.own,
                this.others, this.violations.sum(), this.errors.sum());
    }

    private static final class Stale {

        private final LongAdder count = new LongAdder();

        private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

        void note(SplitSource.@Nullable Commit missed, long began) {
            if (missed != null) {
                this.count.increment();
                this.longest.accumulate(began - missed.at());
            }
        }

        @Override
        public String toString() {
            return "%d | %d ms".formatted(this.count.sum(), TimeUnit.NANOSECONDS.toMillis(this.longest.get()));
        }

    }

}
