package io.tieredcache.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

import io.tieredcache.AuditFigures;
import io.tieredcache.CacheLevel;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessReason;

/**
 * Counts of stale values by level, horizon and reason.
 */
final class FindingCounts {

    private static final int HORIZONS = StalenessHorizon.values().length;

    private static final int REASONS = StalenessReason.values().length;

    private final AtomicLongArray counts = new AtomicLongArray(CacheLevel.values().length * HORIZONS * REASONS);

    void count(CacheLevel level, StalenessHorizon horizon, StalenessReason reason) {
        this.counts.incrementAndGet(index(level, horizon, reason));
    }

    /**
     * What was counted, without what never was.
     */
    List<AuditFigures.Findings> all() {
        List<AuditFigures.Findings> all = new ArrayList<>();
        for (CacheLevel level : CacheLevel.values()) {
            for (StalenessHorizon horizon : StalenessHorizon.values()) {
                for (StalenessReason reason : StalenessReason.values()) {
                    long count = this.counts.get(index(level, horizon, reason));
                    if (count > 0) {
                        all.add(new AuditFigures.Findings(level, horizon, reason, count));
                    }
                }
            }
        }
        return all;
    }

    private static int index(CacheLevel level, StalenessHorizon horizon, StalenessReason reason) {
        return (level.ordinal() * HORIZONS + horizon.ordinal()) * REASONS + reason.ordinal();
    }

}
