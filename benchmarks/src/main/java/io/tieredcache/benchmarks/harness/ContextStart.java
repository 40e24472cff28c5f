package io.tieredcache.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tieredcache.benchmarks.Run;
import io.tieredcache.benchmarks.Section;
import io.tieredcache.benchmarks.peer.RedisAddress;
import io.tieredcache.benchmarks.report.Page;
import io.tieredcache.benchmarks.report.Samples;

/**
 * Start of an application with 500 cached methods, each in a process of its own.
 */
public final class ContextStart implements Section {

    private static final int CLASSES = 50;

    private static final Map<String, String> LABELS = new LinkedHashMap<>();

    static {
        LABELS.put("none", "the same classes, no cache");
        LABELS.put("tiered", "`@TieredCacheable(key = \"#id\")`, Redis and Caffeine");
        LABELS.put("spring", "`@Cacheable(key = \"#id\")` over Caffeine");
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(Run run, Page page) throws Exception {
        int rounds = run.form().rounds();
        Map<String, double[]> starts = new LinkedHashMap<>();
        Map<String, double[]> hits = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (String probe : LABELS.keySet()) {
                String[] figures = probe(probe);
                starts.computeIfAbsent(probe, (missing) -> new double[rounds])[round] = Long.parseLong(figures[1])
                        / 1e3;
                hits.computeIfAbsent(probe, (missing) -> new double[rounds])[round] = Long.parseLong(figures[2]) / 1e3;
            }
        }
        List<List<String>> rows = new ArrayList<>();
        LABELS.forEach((probe, label) -> rows.add(List.of(label, spread(starts, probe), spread(hits, probe))));
        page.heading("Start with %d cached methods".formatted(CLASSES * TenMethods.METHODS));
        page.table(List.of("", "context start ms", "first load and first hit ms"), rows);
    }

    private static String spread(Map<String, double[]> figures, String probe) {
        return Page.spread(new Samples(figures.getOrDefault(probe, new double[0])));
    }

    private static String[] probe(String name) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath", System.getProperty("java.class.path"),
                "-D" + RedisAddress.PORT_PROPERTY + "=" + RedisAddress.port(), StartProbe.class.getName(), name,
                String.valueOf(CLASSES))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return output.lines()
            .filter((line) -> line.startsWith(StartProbe.class.getSimpleName()))
            .findFirst()
            .orElseThrow(
                    () -> new IllegalStateException("The process ended with %d and said: %s".formatted(status, output)))
            .split(" ");
    }

}
