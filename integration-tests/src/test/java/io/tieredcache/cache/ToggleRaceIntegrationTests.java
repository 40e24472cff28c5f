package io.tieredcache.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheToggle;
import io.tieredcache.Reach;
import io.tieredcache.store.ToggleStore;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A toggle is set while the toggles of before are on their way from Redis.
 */
class ToggleRaceIntegrationTests {

    private final TestInstance instance = TestInstance.builder().startLive();

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void lookUnderWayDoesNotUndoAToggle() {
        this.instance.cache("cache");
        CountDownLatch read = new CountDownLatch(1);
        CompletableFuture<Void> gate = new CompletableFuture<>();
        DefaultCacheToggles toggles = this.instance.toggles(Duration.ofHours(1),
                (store) -> new LateReads(store, read, gate));
        CompletableFuture<Void> look = TestThreads.run(toggles::start);
        await().atMost(Duration.ofSeconds(30)).until(() -> read.getCount() == 0);
        toggles.set(CacheToggle.L1_OFF, "cache", Reach.FLEET, Duration.ofHours(1));
        gate.complete(null);
        look.join();
        toggles.stop();
        assertThat(toggles.inForce()).hasSize(1);
        assertThat(this.instance.cache("cache").mode()).isEqualTo(CacheMode.L2_ONLY);
    }

    /**
     * A store whose answers to reads arrive late.
     *
     * @param store the store
     * @param answered told when Redis has answered
     * @param gate lets the answers arrive
     */
    private record LateReads(ToggleStore store, CountDownLatch answered,
            CompletableFuture<Void> gate) implements ToggleStore {

        @Override
        public CompletableFuture<Map<String, Long>> read() {
            return this.store.read().thenCompose((toggles) -> {
                this.answered.countDown();
                return this.gate.thenApply((open) -> toggles);
            });
        }

        @Override
        public CompletableFuture<Boolean> set(String name, Duration time, int most) {
            return this.store.set(name, time, most);
        }

        @Override
        public CompletableFuture<Boolean> end(String name) {
            return this.store.end(name);
        }

    }

}
