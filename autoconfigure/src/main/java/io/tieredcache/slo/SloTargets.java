package io.tieredcache.slo;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tieredcache.SloObjective;

/**
 * The objectives of one cache, checked.
 *
 * @param hitRatio least share of hits; {@code null} for no objective
 * @param missPenalty longest time of a miss; {@code null} for no objective
 * @param staleShare largest share of stale hits; {@code null} for no objective
 * @param invalidationLag longest time of an invalidation; {@code null} for no objective
 * @param within least share of the misses and invalidations that keep to their time
 */
public record SloTargets(@Nullable Double hitRatio, @Nullable Duration missPenalty, @Nullable Double staleShare,
        @Nullable Duration invalidationLag, double within) {

    /**
     * Whether there is no objective.
     * @return {@code false} if there is one
     */
    public boolean isEmpty() {
        return allowed().isEmpty();
    }

    /**
     * The shares of errors that are allowed, by objective.
     */
    Map<SloObjective, Double> allowed() {
        Map<SloObjective, Double> allowed = new EnumMap<>(SloObjective.class);
        if (this.hitRatio != null) {
            allowed.put(SloObjective.HIT_RATIO, 1 - this.hitRatio);
        }
        if (this.missPenalty != null) {
            allowed.put(SloObjective.MISS_PENALTY, 1 - this.within);
        }
        if (this.staleShare != null) {
            allowed.put(SloObjective.STALE_SHARE, this.staleShare);
        }
        if (this.invalidationLag != null) {
            allowed.put(SloObjective.INVALIDATION_LAG, 1 - this.within);
        }
        return allowed;
    }

}
