package io.tieredcache.audit;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks a share of what passes. Each thread counts down in one of a few slots, without a
 * lock and without a random number, until the next pick; then it draws how many pass
 * before the one after that. The gaps are those of picking each by chance (geometrically
 * distributed), so no pattern of what passes can fall in step with them. Threads that
 * share a slot may lose a count to each other, which makes a gap longer, never shorter by
 * more than the number of those threads.
 */
final class Countdown {

    private static final int SLOTS = 16;

    /** Ints of a cache line, so that two slots do not share one. */
    private static final int SPREAD = 16;

    private final double share;

    private final int[] left = new int[SLOTS * SPREAD];

    Countdown(double share) {
        this.share = share;
        for (int slot = 0; slot < SLOTS; slot++) {
            this.left[slot * SPREAD] = gap(ThreadLocalRandom.current().nextDouble());
        }
    }

    boolean isDue() {
        int slot = ((int) Thread.currentThread().getId() & (SLOTS - 1)) * SPREAD;
        if (--this.left[slot] > 0) {
            return false;
        }
        this.left[slot] = gap(ThreadLocalRandom.current().nextDouble());
        return true;
    }

    /**
     * How many pass until one is picked, that one included.
     * @param uniform a random number of at least 0 and below 1
     */
    int gap(double uniform) {
        if (this.share >= 1) {
            return 1;
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.floor(Math.log(1 - uniform) / Math.log(1 - this.share)) + 1);
    }

}
