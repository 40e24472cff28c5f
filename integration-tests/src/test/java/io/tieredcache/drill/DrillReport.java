package io.tieredcache.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.Consistency;

/**
 * What a drill came to. The words are those of {@link DrillChecker}.
 */
final class DrillReport {

    private static final Logger logger = LoggerFactory.getLogger(DrillReport.class);

    private static final int MOST_DETAILS = 20;

    private final Drill drill;

    private final Map<DrillCache, Map<DrillLevel, Row>> rows = new EnumMap<>(DrillCache.class);

    private final Longs loads = new Longs();

    private final Map<DrillCache, Long> loadsByCache = new EnumMap<>(DrillCache.class);

    private final Map<DrillCache, Long> failedWrites = new EnumMap<>(DrillCache.class);

    private final List<String> details = new ArrayList<>();

    private final List<String> notes = new ArrayList<>();

    private int commits;

    private int writes;

    private int refusedWrites;

    private int repeatedWrites;

    private int waitingWrites;

    private long longestWait;

    DrillReport(Drill drill) {
        this.drill = drill;
    }

    Row row(DrillCache cache, DrillLevel level) {
        return this.rows.computeIfAbsent(cache, (missing) -> new EnumMap<>(DrillLevel.class))
            .computeIfAbsent(level, (missing) -> new Row());
    }

    void write(DrillRecords.Write write) {
        this.writes++;
        if (write.failed()) {
            this.failedWrites.merge(write.what().cache(), 1L, Long::sum);
        }
        this.commits += write.commits().size();
        if (write.commits().isEmpty()) {
            this.refusedWrites++;
        }
        else if (write.told() == DrillRecords.Commit.NEVER) {
            this.repeatedWrites++;
        }
        else if (write.told() > write.returned()) {
            this.waitingWrites++;
            this.longestWait = Math.max(this.longestWait, write.told() - write.returned());
        }
    }

    void loads(Longs more) {
        this.loads.addAll(more);
    }

    void load(DrillCache cache) {
        this.loadsByCache.merge(cache, 1L, Long::sum);
    }

    void detail(String detail) {
        if (this.details.size() < MOST_DETAILS) {
            this.details.add(detail);
        }
    }

    /**
     * Adds lines of one drill's own.
     */
    DrillReport note(String note) {
        this.notes.add(note);
        return this;
    }

    private long sum(ToLongFunction<Row> number) {
        return this.rows.values().stream().flatMap((each) -> each.values().stream()).mapToLong(number).sum();
    }

    long reads() {
        return sum((row) -> row.reads);
    }

    long violations() {
        return sum((row) -> row.violations);
    }

    long lateStores() {
        return sum((row) -> row.lateStores);
    }

    long lostInvalidations() {
        return this.drill.notFresh();
    }

    long stale() {
        return sum((row) -> row.stale);
    }

    int commits() {
        return this.commits;
    }

    /**
     * What the caches of one class came to.
     */
    DrillFigures figures(Consistency consistency) {
        DrillFigures figures = new DrillFigures(this.drill.faults());
        for (DrillCache cache : DrillCache.values()) {
            if (cache.consistency() == consistency) {
                this.rows.getOrDefault(cache, Map.of()).forEach((level, row) -> row.addTo(figures, level));
                figures.loads(this.loadsByCache.getOrDefault(cache, 0L));
                figures.failedWrites(this.failedWrites.getOrDefault(cache, 0L));
            }
        }
        return figures;
    }

    /**
     * Reads answered by a level.
     */
    long reads(DrillLevel level) {
        return this.rows.values()
            .stream()
            .filter((each) -> each.containsKey(level))
            .mapToLong((each) -> each.get(level).reads)
            .sum();
    }

    /**
     * Violations of one cache.
     */
    long violations(DrillCache cache) {
        return this.rows.getOrDefault(cache, Map.of()).values().stream().mapToLong((row) -> row.violations).sum();
    }

    /**
     * Exceptions that readers of one cache got.
     */
    long errors(DrillCache cache) {
        Row row = this.rows.getOrDefault(cache, Map.of()).get(DrillLevel.ERROR);
        return (row != null) ? row.reads : 0;
    }

    /**
     * Exceptions that readers of caches that are not strong got.
     */
    long errorsOfOthers() {
        return errors(DrillCache.AIRPORTS) + errors(DrillCache.LISTS) + errors(DrillCache.STATISTICS);
    }

    /**
     * What went wrong, for the message of an assertion.
     */
    String summary() {
        return "seed %d: %d reads, %d violations, %d late stores, %d lost invalidations, %d errors%n%s".formatted(
                this.drill.settings().seed(), reads(), violations(), lateStores(), lostInvalidations(),
                reads(DrillLevel.ERROR), String.join("\n", this.details));
    }

    /**
     * Writes {@code target/drills/<name>.md}.
     */
    DrillReport write() {
        StringBuilder text = new StringBuilder();
        DrillSettings settings = this.drill.settings();
        text.append("# Drill `%s`%n%n".formatted(settings.namespace()));
        text.append("Seed %d, %d instances, %d processes, bound %d ms, guard off: %s, strong cache: %s.%n%n".formatted(
                settings.seed(), this.drill.size(), this.drill.places().size(), settings.boundMillis(), settings.off(),
                settings.strong() ? "yes" : "no"));
        text.append(
                "| cache | class | level | reads | stale | after it was told | longest staleness | violations | late stores | p50 | p99 |%n|---|---|---|---|---|---|---|---|---|---|---|%n"
                    .formatted());
        this.rows.forEach((cache, levels) -> levels.forEach((level, row) -> text.append("| %s | %s | %s | %s |%n"
            .formatted(cache.cacheName(), cache.consistency().name().toLowerCase(Locale.ROOT), level, row.cells()))));
        text.append(
                "%n%d reads (%d from L1, %d from L2, %d with the source), %d errors to readers.%n".formatted(reads(),
                        reads(DrillLevel.L1), reads(DrillLevel.L2), reads(DrillLevel.SOURCE), reads(DrillLevel.ERROR)));
        text.append(
                "%d writes changed %d items. %d were refused before they changed anything; %d changed something, threw and were repeated; %d returned while Redis was away, the longest %.3f s before it was told.%n"
                    .formatted(this.writes, this.commits, this.refusedWrites, this.repeatedWrites, this.waitingWrites,
                            toSeconds(this.longestWait)));
        text.append("%d loads of the source. Violations: %d. Late stores: %d. Lost invalidations: %d.%n"
            .formatted(this.loads.size(), violations(), lateStores(), lostInvalidations()));
        faults(text);
        this.notes.forEach((note) -> text.append("%n%s%n".formatted(note)));
        if (!this.details.isEmpty()) {
            text.append("%nThe first of what went wrong:%n%n".formatted());
            this.details.forEach((detail) -> text.append("- %s%n".formatted(detail)));
        }
        Path file = settings.directory().resolveSibling(settings.namespace() + ".md");
        try {
            Files.writeString(file, text);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        logger.info("{}", text);
        return this;
    }

    private void faults(StringBuilder text) {
        if (this.drill.faults().isEmpty()) {
            return;
        }
        text.append("%n| fault | times | seconds in all |%n|---|---|---|%n".formatted());
        for (DrillFault fault : DrillFault.values()) {
            List<FaultSpan> spans = this.drill.faults().stream().filter((span) -> span.fault() == fault).toList();
            if (!spans.isEmpty()) {
                text.append("| %s | %d | %.1f |%n".formatted(fault, spans.size(),
                        toSeconds(spans.stream().mapToLong((span) -> span.healed() - span.began()).sum())));
            }
        }
    }

    static double toSeconds(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e6;
    }

    /**
     * Notes what happened in some phases of the drill.
     * @param names the names of the phases
     * @param ends when each of them ended; the first one began with the drill
     */
    DrillReport phases(List<String> names, List<Long> ends) {
        StringBuilder text = new StringBuilder();
        text.append(
                "| phase | seconds | reads/s | from L1 | from L2 | source loads/s | errors | p50 | p99 | longest |%n|---|---|---|---|---|---|---|---|---|---|%n"
                    .formatted());
        long from = this.drill.began();
        for (int i = 0; i < names.size(); i++) {
            long to = ends.get(i);
            text.append("| %s | %s |%n".formatted(names.get(i), phase(from, to)));
            from = to;
        }
        return note(text.toString());
    }

    private String phase(long from, long to) {
        Longs durations = new Longs();
        Map<DrillLevel, Integer> byLevel = new EnumMap<>(DrillLevel.class);
        this.rows.values().forEach((levels) -> levels.forEach((level, row) -> {
            for (int i = 0; i < row.begins.size(); i++) {
                if (row.begins.get(i) >= from && row.begins.get(i) < to) {
                    durations.add(row.durations.get(i));
                    byLevel.merge(level, 1, Integer::sum);
                }
            }
        }));
        durations.sort();
        double seconds = toSeconds(to - from);
        return "%.1f | %.0f | %d%% | %d%% | %.0f | %d | %s | %s | %s".formatted(seconds, durations.size() / seconds,
                percent(byLevel, DrillLevel.L1), percent(byLevel, DrillLevel.L2), loads(from, to) / seconds,
                byLevel.getOrDefault(DrillLevel.ERROR, 0), micros(durations.percentile(0.5)),
                micros(durations.percentile(0.99)), micros(durations.percentile(1)));
    }

    private static long percent(Map<DrillLevel, Integer> byLevel, DrillLevel level) {
        int all = byLevel.values().stream().mapToInt(Integer::intValue).sum();
        return (all == 0) ? 0 : Math.round(100.0 * byLevel.getOrDefault(level, 0) / all);
    }

    /**
     * How often the source was asked in a time.
     */
    long loads(long from, long to) {
        return IntStream.range(0, this.loads.size())
            .mapToLong(this.loads::get)
            .filter((moment) -> moment >= from && moment < to)
            .count();
    }

    static String micros(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        return (micros < 10_000) ? micros + " µs" : TimeUnit.MICROSECONDS.toMillis(micros) + " ms";
    }

    /**
     * The reads of one cache that one level answered.
     */
    static final class Row {

        private final Longs begins = new Longs();

        private final Longs durations = new Longs();

        private long reads;

        private long stale;

        private long staleAfterTold;

        private long longest;

        private long violations;

        private long lateStores;

        private long lost;

        void read(long began, long ended) {
            this.reads++;
            this.begins.add(began);
            this.durations.add(ended - began);
        }

        void stale(long staleness, boolean told) {
            this.stale++;
            this.staleAfterTold += told ? 1 : 0;
            this.longest = Math.max(this.longest, staleness);
        }

        void violation() {
            this.violations++;
        }

        void lateStore() {
            this.lateStores++;
        }

        void lost() {
            this.lost++;
        }

        void addTo(DrillFigures figures, DrillLevel level) {
            for (int i = 0; i < this.begins.size(); i++) {
                figures.read(level, this.begins.get(i), this.durations.get(i));
            }
            figures.judged(this.violations, this.longest, this.lateStores, this.lost);
        }

        private String cells() {
            Longs sorted = new Longs();
            sorted.addAll(this.durations);
            sorted.sort();
            return "%d | %d | %d | %.3f s | %d | %d | %s | %s".formatted(this.reads, this.stale, this.staleAfterTold,
                    toSeconds(this.longest), this.violations, this.lateStores, micros(sorted.percentile(0.5)),
                    micros(sorted.percentile(0.99)));
        }

    }

}
