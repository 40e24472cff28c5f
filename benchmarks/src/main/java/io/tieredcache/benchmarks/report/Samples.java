package io.tieredcache.benchmarks.report;

import java.util.Arrays;

/**
 * One figure of several rounds, or of several calls.
 *
 * @param values the figures, in the order of the rounds; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Samples(double[] values) {

    /**
     * The figure in the middle.
     * @return the median
     */
    public double median() {
        return percentile(50);
    }

    /**
     * A percentile, by the nearest rank.
     * @param percent 0 to 100
     * @return the figure
     */
    public double percentile(double percent) {
        double[] sorted = this.values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    /**
     * The lowest figure.
     * @return the minimum
     */
    public double min() {
        return Arrays.stream(this.values).min().orElseThrow();
    }

    /**
     * The highest figure.
     * @return the maximum
     */
    public double max() {
        return Arrays.stream(this.values).max().orElseThrow();
    }

    /**
     * Ratios to another figure, round by round.
     * @param base what is divided by
     * @return the ratios
     */
    public Samples over(Samples base) {
        double[] ratios = new double[this.values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = this.values[i] / base.values[i];
        }
        return new Samples(ratios);
    }

}
