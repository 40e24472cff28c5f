package io.tieredcache.strong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One cache, declared with different classes by different instances.
 */
class CacheClassesIntegrationTests {

    private final String namespace = TestInstance.newNamespace();

    private ConfigurableApplicationContext start(String consistency) {
        return StrongApplication.start(this.namespace, "tiered-cache.caches.stock.consistency=" + consistency);
    }

    private void assertRefused(String consistency, String other) {
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> start(consistency).close())
            .extracting(NestedExceptionUtils::getRootCause)
            .isInstanceOf(InvalidTieredCacheConfigurationException.class)
            .extracting(Throwable::getMessage)
            .isEqualTo("Cache 'stock' is declared as '%s' here, and as '%s' by an instance of '%s' that runs, or ran "
                .formatted(consistency, other, this.namespace)
                    + "less than 15 seconds ago. Declare one class everywhere. To change it, stop all instances "
                    + "first, or give the cache another name.");
    }

    @Test
    void otherClassThanThatOfARunningInstanceStopsTheStart() {
        try (ConfigurableApplicationContext first = start("strong")) {
            assertRefused("bounded", "strong");
            start("strong").close();
            assertThat(first.isActive()).isTrue();
        }
        start("bounded").close();
    }

    @Test
    void instanceThatWasKilledCountsForAWhile() {
        RedisFixture.shared()
            .execute((commands) -> commands.zadd(key(), System.currentTimeMillis() + 10_000.0, "eventual killed"));
        assertRefused("strong", "eventual");
        RedisFixture.shared()
            .execute((commands) -> commands.zadd(key(), System.currentTimeMillis() - 10.0, "eventual killed"));
        start("strong").close();
    }

    @ParameterizedTest
    @ValueSource(strings = { "text", "member" })
    void foreignValueIsNoDeclaration(String kind) {
        RedisFixture.shared()
            .execute((commands) -> "text".equals(kind) ? commands.set(key(), "strong")
                    : commands.zadd(key(), Double.POSITIVE_INFINITY, "nothing-of-ours"));
        try (ConfigurableApplicationContext started = start("bounded")) {
            assertThat(started.isActive()).isTrue();
            assertRefused("strong", "bounded");
        }
    }

    private String key() {
        return "tc:{" + this.namespace + "}:class:stock";
    }

}
