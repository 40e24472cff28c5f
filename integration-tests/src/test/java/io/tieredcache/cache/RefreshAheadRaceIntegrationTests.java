package io.tieredcache.cache;

import java.time.Duration;

import io.tieredcache.EntryPolicy;
import io.tieredcache.SingleFlight;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A value that is loaded again before it expires, since it is read so often.
 */
class RefreshAheadRaceIntegrationTests extends LateLoadRaces {

    private static final Duration LIFE = Duration.ofSeconds(20);

    /**
     * Hot keys are looked at as often as this cache's short usual time to live asks for.
     * The entry itself lives longer, and counts as about to expire nearly from its load
     * on.
     */
    @Override
    CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().ttl(Duration.ofMillis(200))
            .l1Ttl(LIFE)
            .hotKeys(1, 0.999, 2)
            .singleFlight(SingleFlight.DISTRIBUTED);
    }

    @Override
    int keepOld(TestInstance instance, EntryPolicy policy) {
        int old = read(instance, policy.withTtl(LIFE));
        Fleet.awaitFills(instance, 1);
        return old;
    }

    @Override
    Gate startLoad(TestInstance instance, EntryPolicy policy, Moment moment, int old) {
        Gate gate = moment.stopNextLoad(instance, fleet().source());
        EntryPolicy living = policy.withTtl(LIFE);
        Fleet.eventually().until(() -> {
            for (int i = 0; i < 50; i++) {
                assertThat(read(instance, living)).isIn(old, fleet().source().version());
            }
            return gate.isReached();
        });
        return gate;
    }

}
