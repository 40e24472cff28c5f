package io.tieredcache.cache;

import io.tieredcache.EntryPolicy;
import io.tieredcache.SingleFlight;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A value that is loaded again behind a reader who was served the older one, in one load
 * for the fleet.
 */
class BackgroundRefreshRaceIntegrationTests extends LateLoadRaces {

    @Override
    CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().staleWhileRevalidate(LONG).singleFlight(SingleFlight.DISTRIBUTED);
    }

    @Override
    Gate startLoad(TestInstance instance, EntryPolicy policy, Moment moment, int old) {
        Gate gate = moment.stopNextLoad(instance, fleet().source());
        Fleet.eventually().until(() -> {
            assertThat(read(instance, policy)).isIn(old, fleet().source().version());
            return gate.isReached();
        });
        return gate;
    }

}
