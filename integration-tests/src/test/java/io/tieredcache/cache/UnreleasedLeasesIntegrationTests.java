package io.tieredcache.cache;

import java.time.Duration;

import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.store.EntryKey;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestTicker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class UnreleasedLeasesIntegrationTests {

    private static final Duration LEASE_TIME = Duration.ofSeconds(30);

    private final TestTicker ticker = new TestTicker();

    private final TestInstance instance = TestInstance.builder()
        .ticker(this.ticker)
        .pulseInterval(Duration.ofHours(1))
        .startLive();

    private final UnreleasedLeases leases = this.instance.runtime().unreleased();

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void leaseIsGivenBackInRedis() {
        String name = lease(1);
        set(name, "owner-1");
        this.leases.add(key(1), "owner-1", LEASE_TIME);
        this.leases.giveBack();
        eventually().until(() -> get(name) == null);
        assertThat(this.leases.size()).isZero();
    }

    @Test
    void leaseThatAnotherOwnerHasByNowStaysThatOwners() {
        set(lease(1), "owner-2");
        set(lease(2), "owner-1");
        this.leases.add(key(1), "owner-1", LEASE_TIME);
        this.leases.add(key(2), "owner-1b", LEASE_TIME);
        this.leases.add(key(2), "owner-1", LEASE_TIME);
        this.leases.giveBack();
        eventually().until(() -> get(lease(2)) == null);
        assertThat(get(lease(1))).isEqualTo("owner-2");
    }

    @Test
    void leaseThatCannotBeGivenBackIsTriedAgain() {
        set(lease(1), "owner-1");
        this.leases.add(key(1), "owner-1", LEASE_TIME);
        this.instance.l2().failing(true);
        this.leases.giveBack();
        assertThat(this.leases.size()).isOne();
        this.instance.l2().failing(false);
        this.leases.giveBack();
        eventually().until(() -> get(lease(1)) == null);
    }

    @Test
    void leaseWhoseTimeIsOverIsForgotten() {
        this.leases.add(key(1), "owner-1", LEASE_TIME);
        this.ticker.advance(LEASE_TIME);
        this.instance.l2().failing(true);
        this.leases.giveBack();
        assertThat(this.leases.size()).isZero();
    }

    @Test
    void thereIsRoomForSoManyOnly() {
        for (int i = 0; i <= UnreleasedLeases.MOST; i++) {
            this.leases.add(key(1), "owner-" + i, LEASE_TIME);
        }
        assertThat(this.leases.size()).isEqualTo(UnreleasedLeases.MOST);
        this.leases.giveBack();
        assertThat(this.leases.size()).isEqualTo(UnreleasedLeases.MOST - UnreleasedLeases.CHUNK);
    }

    private EntryKey key(int number) {
        return new EntryKey("%s:values:v1:{s:%d}".formatted(this.instance.namespace(), number));
    }

    private String lease(int number) {
        return "tc:" + key(number).name() + ":l";
    }

    private static void set(String key, String value) {
        RedisFixture.shared().execute((commands) -> commands.set(key, value));
    }

    private static @Nullable String get(String key) {
        return RedisFixture.shared().execute((commands) -> commands.get(key));
    }

    private static ConditionFactory eventually() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30));
    }

}
