package io.tieredcache.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.tieredcache.AuditFigures;
import io.tieredcache.CacheLevel;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessReason;
import io.tieredcache.cache.EnumCounters;

/**
 * Counts of stale values by level, horizon and reason.
 */
final class FindingCounts {

    private final Map<CacheLevel, Map<StalenessHorizon, EnumCounters<StalenessReason>>> counts = new EnumMap<>(
            CacheLevel.class);

    FindingCounts() {
        for (CacheLevel level : CacheLevel.values()) {
            Map<StalenessHorizon, EnumCounters<StalenessReason>> ofLevel = new EnumMap<>(StalenessHorizon.class);
            for (StalenessHorizon horizon : StalenessHorizon.values()) {
                ofLevel.put(horizon, new EnumCounters<>(StalenessReason.class));
            }
            this.counts.put(level, ofLevel);
        }
    }

    void count(CacheLevel level, StalenessHorizon horizon, StalenessReason reason) {
        Objects.requireNonNull(Objects.requireNonNull(this.counts.get(level)).get(horizon)).count(reason);
    }

    /**
     * What was counted, without what never was.
     */
    List<AuditFigures.Findings> all() {
        List<AuditFigures.Findings> all = new ArrayList<>();
        this.counts.forEach((level, ofLevel) -> ofLevel.forEach((horizon, reasons) -> {
            for (StalenessReason reason : StalenessReason.values()) {
                long count = reasons.sum(reason);
                if (count > 0) {
                    all.add(new AuditFigures.Findings(level, horizon, reason, count));
                }
            }
        }));
        return all;
    }

}
