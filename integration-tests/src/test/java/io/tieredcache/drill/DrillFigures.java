package io.tieredcache.drill;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What readers and writers of some caches met in a drill, as one line of a table. The
 * words are those of {@link DrillChecker}.
 */
final class DrillFigures {

    /** The columns of {@link #cells()}. */
    static final List<String> COLUMNS = List.of("reads", "L1", "L2", "source", "beyond the bound", "longest staleness",
            "late stores", "stale at the end", "errors to readers", "errors to writers", "source loads", "p50", "p99",
            "p99 in faults");

    private final List<FaultSpan> faults;

    private final Map<DrillLevel, Integer> levels = new EnumMap<>(DrillLevel.class);

    private final Longs durations = new Longs();

    private final Longs durationsInFaults = new Longs();

    private long violations;

    private long longest;

    private long lateStores;

    private long lost;

    private long loads;

    private long failedWrites;

    /**
     * Begin with nothing.
     * @param faults what happened during the drill
     */
    DrillFigures(List<FaultSpan> faults) {
        this.faults = faults;
    }

    void read(DrillLevel level, long began, long duration) {
        this.levels.merge(level, 1, Integer::sum);
        this.durations.add(duration);
        if (this.faults.stream().anyMatch((span) -> span.overlaps(began, began))) {
            this.durationsInFaults.add(duration);
        }
    }

    /**
     * Adds what the checker found.
     * @param violations number of reads beyond the bound
     * @param longest the longest staleness in nanoseconds
     * @param lateStores number of late stores
     * @param lost number of values that were stale when all was told
     */
    void judged(long violations, long longest, long lateStores, long lost) {
        this.violations += violations;
        this.longest = Math.max(this.longest, longest);
        this.lateStores += lateStores;
        this.lost += lost;
    }

    void loads(long loads) {
        this.loads += loads;
    }

    void failedWrites(long failedWrites) {
        this.failedWrites += failedWrites;
    }

    int reads() {
        return this.durations.size();
    }

    /**
     * The cells of a line, in the order of {@link #COLUMNS}.
     */
    String cells() {
        this.durations.sort();
        this.durationsInFaults.sort();
        return "%,d | %s | %s | %s | %,d | %.1f s | %,d | %d | %,d | %,d | %,d | %s | %s | %s".formatted(reads(),
                share(DrillLevel.L1), share(DrillLevel.L2), share(DrillLevel.SOURCE), this.violations,
                DrillReport.toSeconds(this.longest), this.lateStores, this.lost, count(DrillLevel.ERROR),
                this.failedWrites, this.loads, DrillReport.micros(this.durations.percentile(0.5)),
                DrillReport.micros(this.durations.percentile(0.99)),
                DrillReport.micros(this.durationsInFaults.percentile(0.99)));
    }

    private int count(DrillLevel level) {
        return this.levels.getOrDefault(level, 0);
    }

    private String share(DrillLevel level) {
        return (reads() == 0) ? "" : "%.1f %%".formatted(100.0 * count(level) / reads());
    }

}
