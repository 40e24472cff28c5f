package io.tieredcache.resilience;

/**
 * Tells failures that say something new from those of a pause that was noticed already. A
 * garbage collection here, or a slow script there, fails everybody who waits at that
 * moment: that is one failure, not many. Those count who asked after it was noticed, and
 * failed when it had lasted for some time.
 */
final class Stall {

    private final long shortest;

    private volatile boolean present;

    private long since;

    /**
     * Create it.
     * @param shortest nanoseconds that a pause may last and count as one failure
     */
    Stall(long shortest) {
        this.shortest = shortest;
    }

    synchronized boolean isNews(long startedAt, long now) {
        if (!this.present) {
            this.present = true;
            this.since = now;
            return true;
        }
        return startedAt - this.since >= 0 && now - this.since >= this.shortest;
    }

    /**
     * There was an answer in time.
     */
    void end() {
        if (this.present) {
            synchronized (this) {
                this.present = false;
            }
        }
    }

}
