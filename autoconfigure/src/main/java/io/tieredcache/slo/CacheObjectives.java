package io.tieredcache.slo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.CacheCounter;
import io.tieredcache.SloObjective;
import io.tieredcache.SloStatus;
import io.tieredcache.StalenessAudit;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessReason;

/**
 * The objectives of one cache with what was counted for each.
 */
final class CacheObjectives {

    private final String cache;

    private final ToLongFunction<CacheCounter> counts;

    private final StalenessAudit audit;

    private final Map<SloObjective, Double> allowed;

    private final Map<SloObjective, CountWindow> windows = new EnumMap<>(SloObjective.class);

    private final @Nullable Tally misses;

    private final @Nullable Tally lags;

    CacheObjectives(String cache, ToLongFunction<CacheCounter> counts, SloTargets targets, StalenessAudit audit,
            @Nullable Tally misses, @Nullable Tally lags, Duration window) {
        this.cache = cache;
        this.counts = counts;
        this.audit = audit;
        this.allowed = targets.allowed();
        this.misses = misses;
        this.lags = lags;
        this.allowed.keySet().forEach((objective) -> this.windows.put(objective, new CountWindow(window.toNanos())));
    }

    void note(long now) {
        this.windows.forEach((objective, window) -> window.note(now, counted(objective)));
    }

    List<SloStatus> status() {
        List<SloStatus> all = new ArrayList<>();
        this.windows.forEach((objective, window) -> {
            Tally.Count count = window.since(counted(objective));
            all.add(new SloStatus(this.cache, objective, Objects.requireNonNull(this.allowed.get(objective)),
                    count.events(), count.errors()));
        });
        return all;
    }

    private Tally.Count counted(SloObjective objective) {
        return switch (objective) {
            case HIT_RATIO -> reads();
            case MISS_PENALTY -> count(this.misses);
            case STALE_SHARE -> audited();
            case INVALIDATION_LAG -> count(this.lags);
        };
    }

    private static Tally.Count count(@Nullable Tally tally) {
        return (tally != null) ? tally.count() : Tally.Count.NONE;
    }

    private Tally.Count reads() {
        long wrong = this.counts.applyAsLong(CacheCounter.MISS);
        long hits = this.counts.applyAsLong(CacheCounter.L1_HIT) + this.counts.applyAsLong(CacheCounter.L2_HIT);
        return new Tally.Count(hits + wrong, wrong);
    }

    private Tally.Count audited() {
        AuditFigures figures = this.audit.figures(this.cache);
        if (figures == null) {
            return Tally.Count.NONE;
        }
        long wrong = figures.findings()
            .stream()
            .filter((each) -> each.horizon() == StalenessHorizon.SECOND)
            .filter((each) -> each.reason() != StalenessReason.WHILE_REVALIDATE
                    && each.reason() != StalenessReason.IF_ERROR)
            .mapToLong(AuditFigures.Findings::count)
            .sum();
        long compared = figures.outcome(AuditOutcome.SAME) + figures.outcome(AuditOutcome.STALE);
        return new Tally.Count(compared, wrong);
    }

}
