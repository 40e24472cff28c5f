package io.tieredcache.cache;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A load that goes on after its caller left with an older value. Until the source is
 * asked the caller is there, as in {@link LateFillRaceIntegrationTests}.
 */
class SoftTimeoutRaceIntegrationTests extends LateLoadRaces {

    static Stream<Arguments> momentsAndTargets() {
        return withTargets(Stream.of(Moment.AFTER_SOURCE_READ, Moment.BEFORE_STORE, Moment.AFTER_STORE));
    }

    @Override
    CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().softTimeout(Duration.ofMillis(1)).staleIfError(LONG);
    }

    @Override
    Gate startLoad(TestInstance instance, EntryPolicy policy, Moment moment, int old) {
        Gate inSource = Moment.AFTER_SOURCE_READ.stopNextLoad(instance, fleet().source());
        Fleet.eventually().until(() -> {
            assertThat(read(instance, policy)).isEqualTo(old);
            return inSource.isReached();
        });
        assertThat(instance.cache(Fleet.CACHE).count(CacheCounter.STALE_ON_TIMEOUT)).isPositive();
        if (moment == Moment.AFTER_SOURCE_READ) {
            return inSource;
        }
        Gate gate = moment.stopNextLoad(instance, fleet().source());
        inSource.open();
        gate.awaitReached();
        return gate;
    }

}
