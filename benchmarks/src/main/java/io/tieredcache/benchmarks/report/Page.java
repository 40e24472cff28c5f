package io.tieredcache.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, as text. It is written after each section, so that what was measured
 * outlives a run that is ended early.
 */
public final class Page {

    private final Path file;

    private final StringBuilder text = new StringBuilder();

    /**
     * Create a page.
     * @param file where to write it
     */
    public Page(Path file) {
        this.file = file;
    }

    /**
     * Adds a heading.
     * @param text the heading
     */
    public void heading(String text) {
        this.text.append("\n## ").append(text).append("\n\n");
    }

    /**
     * Adds a paragraph.
     * @param text the paragraph
     */
    public void paragraph(String text) {
        this.text.append(text).append("\n\n");
    }

    /**
     * Adds a table.
     * @param columns names of the columns
     * @param rows the cells
     */
    public void table(List<String> columns, List<List<String>> rows) {
        row(columns);
        row(columns.stream().map((column) -> "---").toList());
        rows.forEach(this::row);
        this.text.append('\n');
    }

    private void row(List<String> cells) {
        this.text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /**
     * Writes what there is so far.
     * @throws IOException if it cannot be written
     */
    public void write() throws IOException {
        Files.writeString(this.file, this.text);
    }

    /**
     * A number with three digits that count.
     * @param number the number
     * @return its text
     */
    public static String number(double number) {
        int digits = (Math.abs(number) >= 100) ? 0 : (Math.abs(number) >= 10) ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f", number);
    }

    /**
     * A median with its spread.
     * @param samples the figures
     * @return such as <code>1.20 (1.10–1.30)</code>
     */
    public static String spread(Samples samples) {
        return "%s (%s–%s)".formatted(number(samples.median()), number(samples.min()), number(samples.max()));
    }

}
