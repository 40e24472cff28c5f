package io.tieredcache;

/**
 * How an objective of a cache stands, over the window that ends now, in this process.
 *
 * @param cache the cache's name
 * @param objective the objective
 * @param allowed share of the events that may be errors, above 0 and below 1
 * @param events what was counted: reads, misses, audited hits or invalidations
 * @param errors how many of them were errors
 * @since 0.1.0
 */
public record SloStatus(String cache, SloObjective objective, double allowed, long events, long errors) {

    /**
     * How fast the error budget is spent: the share of errors divided by the share that
     * is allowed. At 1 the budget lasts exactly as long as the period that it is for.
     * <p>
     * Source: <em>The Site Reliability Workbook</em>, chapter 5, "Alerting on SLOs".
     * @return the burn rate, 0 where nothing was counted
     */
    public double burn() {
        return (this.events > 0) ? ((double) this.errors / this.events) / this.allowed : 0;
    }

}
