package io.tieredcache.benchmarks.jmh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.runner.RunnerException;

import io.tieredcache.benchmarks.Run;
import io.tieredcache.benchmarks.Section;
import io.tieredcache.benchmarks.report.Page;

/**
 * A table of benchmarks beside one of them.
 */
public final class Comparison implements Section {

    private final String name;

    private final String title;

    private final Class<?> benchmark;

    private final int threads;

    private final String unit;

    private final String base;

    private final Map<String, String> rows = new LinkedHashMap<>();

    private Comparison(String name, String title, Class<?> benchmark, int threads, String unit, String base) {
        this.name = name;
        this.title = title;
        this.benchmark = benchmark;
        this.threads = threads;
        this.unit = unit;
        this.base = base;
    }

    /**
     * Hits in the process.
     * @param name name of the section
     * @param title its heading
     * @param threads how many threads read
     * @return a comparison without rows
     */
    public static Comparison ofL1(String name, String title, int threads) {
        return new Comparison(name, title, L1HitBenchmark.class, threads, "ns", "handWritten");
    }

    /**
     * Hits in Redis.
     * @param name name of the section
     * @param title its heading
     * @param threads how many threads read
     * @param base the benchmark that the others are divided by
     * @return a comparison without rows
     */
    public static Comparison ofL2(String name, String title, int threads, String base) {
        return new Comparison(name, title, L2HitBenchmark.class, threads, "calls/s", base);
    }

    /**
     * Adds a row.
     * @param method the benchmark
     * @param label what the table calls it
     * @return this comparison
     */
    public Comparison with(String method, String label) {
        this.rows.put(method, label);
        return this;
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public void run(Run run, Page page) throws RunnerException {
        Map<String, Rounds.Figures> measured = new Rounds(run, this.benchmark, this.threads)
            .measure(List.copyOf(this.rows.keySet()));
        Rounds.Figures reference = measured.get(this.base);
        if (reference == null) {
            throw new IllegalStateException("Section '%s' has no row '%s'".formatted(this.name, this.base));
        }
        List<List<String>> cells = new ArrayList<>();
        measured.forEach((method,
                figures) -> cells.add(List.of(this.rows.getOrDefault(method, method),
                        Page.number(figures.score().median()), Page.spread(figures.score().over(reference.score())),
                        Page.number(figures.allocation().median()))));
        page.heading(this.title);
        page.table(List.of("", this.unit, "× " + this.rows.get(this.base), "bytes per call"), cells);
    }

}
