package io.tieredcache.benchmarks;

import java.util.Locale;

/**
 * How much is measured.
 */
public enum Form {

    /** Below ten minutes. */
    SHORT(3, 3, 4),

    /** About an hour. */
    FULL(7, 5, 10);

    private final int rounds;

    private final int warmups;

    private final int measurements;

    Form(int rounds, int warmups, int measurements) {
        this.rounds = rounds;
        this.warmups = warmups;
        this.measurements = measurements;
    }

    static Form of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * How often all that is compared is run, one after the other.
     * @return the number of rounds
     */
    public int rounds() {
        return this.rounds;
    }

    /**
     * Iterations before those that count.
     * @return their number
     */
    public int warmups() {
        return this.warmups;
    }

    /**
     * Iterations that count, in each round.
     * @return their number
     */
    public int measurements() {
        return this.measurements;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

}
