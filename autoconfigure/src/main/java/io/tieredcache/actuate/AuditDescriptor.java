package io.tieredcache.actuate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditReference;

/**
 * What the staleness audit counted for a cache, as the endpoint tells it.
 *
 * @param share share of the hits that is audited now
 * @param against what they are compared with
 * @param reads how often that was read
 * @param samples hits taken as samples, by level
 * @param outcomes what became of them
 * @param stale stale values found
 */
record AuditDescriptor(double share, String against, long reads, Map<String, Long> samples, Map<String, Long> outcomes,
        List<Stale> stale) {

    /**
     * Describes figures.
     * @return {@code null} where nothing is audited, nor was
     */
    static @Nullable AuditDescriptor of(@Nullable AuditFigures figures, AuditReference against) {
        if (figures == null) {
            return null;
        }
        boolean looked = figures.samples().values().stream().anyMatch((count) -> count > 0);
        return (figures.share() > 0 || looked)
                ? new AuditDescriptor(figures.share(), Inputs.name(against), figures.reads(), words(figures.samples()),
                        words(figures.outcomes()), figures.findings().stream().map(Stale::of).toList())
                : null;
    }

    private static Map<String, Long> words(Map<? extends Enum<?>, Long> counts) {
        Map<String, Long> words = new TreeMap<>();
        counts.forEach((value, count) -> words.put(Inputs.name(value), count));
        return words;
    }

    /**
     * Stale values of one kind.
     *
     * @param level the level that served them
     * @param atLeastMillis how long they were served at least since they were first found
     * @param reason why, as far as is known
     * @param count how many
     */
    record Stale(String level, long atLeastMillis, String reason, long count) {

        static Stale of(AuditFigures.Findings findings) {
            return new Stale(Inputs.name(findings.level()), findings.horizon().after().toMillis(),
                    Inputs.name(findings.reason()), findings.count());
        }

    }

}
