package io.tieredcache.audit;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.tieredcache.CacheLevel;
import io.tieredcache.CacheSettings;
import io.tieredcache.ChannelState;
import io.tieredcache.Consistency;
import io.tieredcache.StalenessReason;

/**
 * Why a stale value is served, by what this instance knows of itself.
 *
 * @param channel tells the state of the invalidation channel
 * @param waiting tells how many invalidations of this instance wait for Redis
 */
public record StalenessReasons(Supplier<ChannelState> channel, IntSupplier waiting) {

    StalenessReason of(CacheSettings settings, CacheLevel level, Duration knownFor) {
        if (level == CacheLevel.L1 && this.channel.get() != ChannelState.LIVE) {
            return StalenessReason.CHANNEL_NOT_LIVE;
        }
        if (this.waiting.getAsInt() > 0) {
            return StalenessReason.INVALIDATION_WAITS;
        }
        return (level == CacheLevel.L1 && knownFor.compareTo(bound(settings)) <= 0) ? StalenessReason.WITHIN_BOUND
                : StalenessReason.UNEXPLAINED;
    }

    private static Duration bound(CacheSettings settings) {
        return (settings.consistency() == Consistency.EVENTUAL) ? settings.l1().ttl() : settings.stalenessBound();
    }

}
