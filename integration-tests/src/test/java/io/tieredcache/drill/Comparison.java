package io.tieredcache.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.Consistency;

/**
 * One table of the drills of several set-ups.
 */
final class Comparison {

    private static final Logger logger = LoggerFactory.getLogger(Comparison.class);

    private final List<String> lines = new ArrayList<>();

    private final List<String> runs = new ArrayList<>();

    /**
     * Adds the lines of a set-up.
     * @param setup what it is called
     * @param drill its drill, which has ended
     * @param report what the drill came to
     */
    void add(String setup, Drill drill, DrillReport report) {
        for (Consistency consistency : Consistency.values()) {
            this.lines.add("| %s | `%s` | %s |%n".formatted(setup, consistency.name().toLowerCase(Locale.ROOT),
                    report.figures(consistency).cells()));
        }
        this.runs.add("| %s | %.0f | %,d | %d | %d | %.1f |%n".formatted(setup, drill.seconds(System.nanoTime()),
                report.reads(), report.commits(), drill.faults().size(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    /**
     * Writes {@code target/drills/comparison.md} with what was added so far.
     * @param settings settings of one of the drills
     */
    void write(DrillSettings settings) {
        StringBuilder text = new StringBuilder("# Set-ups under the same workload and faults%n%n".formatted());
        text.append("Seed %d, bound %d ms, %d processors.%n%n".formatted(settings.seed(), settings.boundMillis(),
                Runtime.getRuntime().availableProcessors()));
        text.append("| set-up | class | %s |%n".formatted(String.join(" | ", DrillFigures.COLUMNS)));
        text.append("|---|---%s|%n".formatted("|---".repeat(DrillFigures.COLUMNS.size())));
        this.lines.forEach(text::append);
        text.append("%n| set-up | seconds | reads | items changed | faults | load of the machine |%n".formatted());
        text.append("|---|---|---|---|---|---|%n".formatted());
        this.runs.forEach(text::append);
        try {
            Files.writeString(settings.directory().resolveSibling("comparison.md"), text);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        logger.info("{}", text);
    }

}
