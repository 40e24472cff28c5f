package io.tieredcache.cache;

/**
 * Decides by chance whether a read loads an entry again before it expires. The closer the
 * expiry and the dearer the load, the likelier it is; so of many readers, on however many
 * instances, one begins early enough and they need no agreement.
 * <p>
 * A read is due when <em>now − δ·β·ln(u) ≥ expiry</em>: δ is the cost of a load, β the
 * eagerness, and u is uniform in (0,1], so that −ln(u) is positive and exponentially
 * distributed. A read at a time r before the expiry is due with the probability
 * e<sup>−r/(δβ)</sup>, unless one of two guards holds:
 * <ul>
 * <li>A load counts as at least {@link #LEAST_COST_NANOS}.
 * <li>No draw is due in the first half of the lifetime.
 * </ul>
 * <p>
 * All times are in nanoseconds. Immutable, so safe for concurrent use.
 * <p>
 * Source: Vattani, Chierichetti, Lowenstein, "Optimal Probabilistic Cache Stampede
 * Prevention", PVLDB 8(8), 2015, algorithm XFetch; beta = 1 as there. The guards are
 * ours.
 */
final class EarlyRefresh {

    /**
     * Least cost of a load. What is measured is the loader alone; a refresh also needs
     * the lease before it and the write to L2 after it, which is about this much. And a
     * cost that is unknown, or below what the clock can tell, must not switch the rule
     * off. With beta 1 the window is then 37 ms, and an entry read 100,000 times in a
     * second is refreshed about 5 ms early: no load that anybody notices.
     */
    static final long LEAST_COST_NANOS = 1_000_000;

    /**
     * The largest −ln(u). Doubles below 1 end at 1 − 2<sup>−53</sup>.
     */
    private static final double LONGEST_DRAW = -Math.log(0x1p-53);

    private static final double WEIGHT_OF_NEWEST = 0.3;

    private final double beta;

    /**
     * Creates the rule.
     * @param beta the eagerness: 1 is usual, more is earlier, 0 switches it off
     * @throws IllegalArgumentException if beta is negative or not a finite number
     */
    EarlyRefresh(double beta) {
        if (!(beta >= 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException(
                    "Beta of the early refresh must be zero or more and finite, found " + beta);
        }
        this.beta = beta;
    }

    /**
     * Time before the expiry within which a draw can be due at all. A reader compares
     * what is left with this number, which does not change while the entry lives, and
     * draws only within it.
     * <p>
     * At most half of the lifetime: a load that costs as much as the entry lives would
     * otherwise be due on every read right after it was stored. So an entry is loaded at
     * most twice as often as its lifetime asks for, whatever it costs and however often
     * it is read. The distribution within the window stays as it is; to cap δβ instead
     * would begin the refresh of dear entries too late, and would still give no bound for
     * keys that are read very often.
     * @param costNanos cost of a load
     * @param lifetimeNanos the whole time that the entry lives, from its store to its
     * expiry; for a copy in L1 that of the entry, if a refresh renews the entry
     * @return the length of the window, 0 when switched off
     */
    long windowNanos(long costNanos, long lifetimeNanos) {
        // The cast saturates.
        long reach = (long) Math.ceil(scale(costNanos) * LONGEST_DRAW);
        return Math.min(reach, Math.max(0, lifetimeNanos / 2));
    }

    /**
     * Whether the read that drew the number shall load the entry again.
     * @param remainingNanos time left until the expiry; with zero or less the answer is
     * always yes, also when switched off
     * @param costNanos cost of a load
     * @param lifetimeNanos as for {@link #windowNanos}
     * @param uniform a random number of at least 0 and below 1; u is one minus it, since
     * ln(0) would make an entry due at any time
     * @return whether the read is due
     */
    boolean isDue(long remainingNanos, long costNanos, long lifetimeNanos, double uniform) {
        if (remainingNanos <= 0) {
            return true;
        }
        return remainingNanos <= windowNanos(costNanos, lifetimeNanos)
                && remainingNanos <= scale(costNanos) * -Math.log(1 - uniform);
    }

    private double scale(long costNanos) {
        return this.beta * Math.max(LEAST_COST_NANOS, costNanos);
    }

    /**
     * The cost of a load after one more was measured: 0.3 of the newest and 0.7 of what
     * was known, so that one slow load does not pass for the rule and a lasting change is
     * followed within some loads.
     * @param previousNanos the cost so far, zero or less if there is none
     * @param measuredNanos the newest measurement; a negative one counts as zero
     * @return the cost from now on
     */
    static long smoothed(long previousNanos, long measuredNanos) {
        long measured = Math.max(0, measuredNanos);
        if (previousNanos <= 0) {
            return measured;
        }
        return previousNanos + Math.round(WEIGHT_OF_NEWEST * (measured - previousNanos));
    }

}
