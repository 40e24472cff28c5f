package io.tieredcache.cache;

import java.time.Duration;

import io.tieredcache.EntryPolicy;
import io.tieredcache.ScheduledRefresh;
import io.tieredcache.SingleFlight;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

/**
 * A value that is loaded again by a schedule, while the older one may be served.
 */
class ScheduledRefreshRaceIntegrationTests extends LateLoadRaces {

    @Override
    CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().staleWhileRevalidate(LONG).singleFlight(SingleFlight.DISTRIBUTED);
    }

    @Override
    Gate startLoad(TestInstance instance, EntryPolicy policy, Moment moment, int old) {
        Gate gate = moment.stopNextLoad(instance, fleet().source());
        try (ScheduledRefresh schedule = instance.cache(Fleet.CACHE)
            .refreshEvery(Fleet.KEY, policy, this::load, Duration.ofMillis(20))) {
            Fleet.eventually().until(() -> schedule != null && gate.isReached());
        }
        return gate;
    }

}
