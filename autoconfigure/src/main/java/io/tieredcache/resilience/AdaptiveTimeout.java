package io.tieredcache.resilience;

/**
 * How long an answer may take, from how long answers took: their smoothed time and four
 * times its smoothed variation, doubled with each timeout until there is an answer again.
 * <p>
 * Source: RFC 6298, "Computing TCP's Retransmission Timer", 2011, sections 2 and 5;
 * alpha, beta and K as there. An answer that came too late is no sample: the doubling
 * finds the way to a Redis that became slower. Timeouts of calls that waited at the same
 * time double once, as one timer would.
 */
final class AdaptiveTimeout {

    private static final double ALPHA = 1.0 / 8;

    private static final double BETA = 1.0 / 4;

    private static final int K = 4;

    private final long floor;

    private final long ceiling;

    private boolean measured;

    private double smoothed;

    private double variation;

    private boolean doubled;

    private long doubledAt;

    private volatile long current;

    /**
     * Create a timeout, which is the ceiling until there is an answer.
     * @param floor the least, in nanoseconds
     * @param ceiling the most, in nanoseconds
     */
    AdaptiveTimeout(long floor, long ceiling) {
        this.floor = Math.min(floor, ceiling);
        this.ceiling = ceiling;
        this.current = ceiling;
    }

    long nanos() {
        return this.current;
    }

    long ceiling() {
        return this.ceiling;
    }

    synchronized void answered(long nanos) {
        if (this.measured) {
            this.variation = (1 - BETA) * this.variation + BETA * Math.abs(this.smoothed - nanos);
            this.smoothed = (1 - ALPHA) * this.smoothed + ALPHA * nanos;
        }
        else {
            this.measured = true;
            this.variation = nanos / 2.0;
            this.smoothed = nanos;
        }
        this.doubled = false;
        this.current = bounded((long) (this.smoothed + K * this.variation));
    }

    /**
     * An answer did not come in time.
     * @param startedAt when its call began
     * @param now the time
     */
    synchronized void timedOut(long startedAt, long now) {
        if (!this.doubled || startedAt - this.doubledAt >= 0) {
            this.doubled = true;
            this.doubledAt = now;
            this.current = bounded(2 * this.current);
        }
    }

    private long bounded(long nanos) {
        return Math.max(this.floor, Math.min(this.ceiling, nanos));
    }

}
