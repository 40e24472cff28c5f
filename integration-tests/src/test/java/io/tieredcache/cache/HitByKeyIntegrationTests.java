package io.tieredcache.cache;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.Consistency;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hits that need nothing but the key, and what is left to a read with its policy.
 */
class HitByKeyIntegrationTests {

    @Test
    void copyIsAHitAndAMissCountsNothing() {
        try (TestInstance instance = instance((settings) -> settings)) {
            TieredCache cache = instance.cache("cache");
            assertThat(cache.hit("key")).isSameAs(TieredCache.NO_HIT);
            assertThat(cache.count(CacheCounter.MISS)).isZero();
            cache.get("key", () -> "value");
            cache.get("nothing", () -> null);
            assertThat(cache.hit("key")).isEqualTo("value");
            assertThat(cache.hit("nothing")).isNull();
            assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(2);
            cache.evict("key");
            assertThat(cache.hit("key")).isSameAs(TieredCache.NO_HIT);
        }
    }

    @Test
    void copyThatIsToBeLoadedAgainIsLeftToTheRead() {
        try (TestInstance instance = instance((settings) -> settings.ttl(Duration.ofMinutes(1))
            .l1Ttl(Duration.ofMinutes(1))
            .staleWhileRevalidate(Duration.ofMinutes(5)))) {
            TieredCache cache = instance.cache("cache");
            cache.get("key", () -> "value");
            assertThat(cache.hit("key")).isEqualTo("value");
            instance.ticker().advance(Duration.ofSeconds(90));
            assertThat(cache.hit("key")).isSameAs(TieredCache.NO_HIT);
            assertThat(cache.get("key", () -> "newer")).isEqualTo("value");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void readsThatAreWatchedAreLeftToTheRead(boolean named) {
        try (TestInstance instance = instance(
                (settings) -> named ? settings.named(Duration.ofHours(1), "s:key") : settings.hotKeys(1, 0.5, 1))) {
            TieredCache cache = instance.cache("cache");
            cache.get("key", () -> "value");
            assertThat(cache.hit("key")).isSameAs(TieredCache.NO_HIT);
        }
    }

    private static TestInstance instance(UnaryOperator<CacheSettingsBuilder> settings) {
        return TestInstance.builder()
            .defaults(settings.apply(new CacheSettingsBuilder().consistency(Consistency.EVENTUAL)))
            .startLive();
    }

}
