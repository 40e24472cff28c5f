package io.tieredcache;

import java.util.List;
import java.util.Map;

/**
 * What the staleness audit counted for one cache in this process, from the cache's
 * creation on. A snapshot; numbers that belong together may differ by what happened while
 * it was taken.
 *
 * @param cache the cache's name
 * @param share share of the hits of each level that is audited now, 0 to 1
 * @param samples hits that were taken as samples, by the level that served them
 * @param outcomes what became of them; those that wait have none yet
 * @param reads how often the reference was read
 * @param findings stale values found; nothing for what was never found
 * @since 0.1.0
 */
public record AuditFigures(String cache, double share, Map<CacheLevel, Long> samples, Map<AuditOutcome, Long> outcomes,
        long reads, List<Findings> findings) {

    /**
     * Create figures.
     * @param cache the cache's name
     * @param share share of the hits of each level that is audited now
     * @param samples hits that were taken as samples, by level
     * @param outcomes what became of them
     * @param reads how often the reference was read
     * @param findings stale values found
     */
    public AuditFigures {
        samples = Map.copyOf(samples);
        outcomes = Map.copyOf(outcomes);
        findings = List.copyOf(findings);
    }

    /**
     * Stale values found at a horizon, at any level and for any reason.
     * @param horizon the horizon
     * @return the count
     */
    public long stale(StalenessHorizon horizon) {
        return this.findings.stream().filter((each) -> each.horizon() == horizon).mapToLong(Findings::count).sum();
    }

    /**
     * Stale values of one kind.
     * @param level the level that served them at that time
     * @param horizon the horizon
     * @param reason the reason
     * @return the count
     */
    public long stale(CacheLevel level, StalenessHorizon horizon, StalenessReason reason) {
        return this.findings.stream()
            .filter((each) -> each.level() == level && each.horizon() == horizon && each.reason() == reason)
            .mapToLong(Findings::count)
            .sum();
    }

    /**
     * Samples that came to an outcome.
     * @param outcome the outcome
     * @return the count
     */
    public long outcome(AuditOutcome outcome) {
        return this.outcomes.getOrDefault(outcome, 0L);
    }

    /**
     * How many stale values of a kind were found.
     *
     * @param level the level that served them at that time
     * @param horizon how long they were served at least since they were first found
     * @param reason why, as far as is known
     * @param count how many
     */
    public record Findings(CacheLevel level, StalenessHorizon horizon, StalenessReason reason, long count) {

    }

}
