package io.tieredcache.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A load that does not end holds up nobody for longer than the join timeout.
 */
@Timeout(30)
class JoinTimeoutIntegrationTests {

    private final CompletableFuture<String> hanging = new CompletableFuture<>();

    private final CountDownLatch loading = new CountDownLatch(1);

    private TestInstance instance;

    private TieredCache cache;

    @BeforeEach
    void start() {
        this.instance = TestInstance.builder()
            .defaults(new CacheSettingsBuilder().joinTimeout(Duration.ofMillis(200)))
            .startLive();
        this.cache = this.instance.cache("cache");
    }

    @AfterEach
    void close() {
        this.hanging.complete("late");
        this.instance.close();
    }

    @Test
    void getDoesNotWaitForeverForAnotherGet() throws Exception {
        CompletableFuture<String> first = TestThreads.supply(() -> this.cache.get("key", () -> hang().join()));
        awaitLoading();
        assertThat(this.cache.get("key", () -> "own")).isEqualTo("own");
        assertThat(first).isNotDone();
    }

    @Test
    void getDoesNotWaitForeverForARetrieve() throws Exception {
        CompletableFuture<String> first = this.cache.retrieve("key", this::hang);
        awaitLoading();
        assertThat(this.cache.get("key", () -> "own")).isEqualTo("own");
        assertThat(first).isNotDone();
    }

    @Test
    void retrieveDoesNotWaitForeverForAnotherRetrieve() throws Exception {
        CompletableFuture<String> first = this.cache.retrieve("key", this::hang);
        awaitLoading();
        assertThat(CacheContract.result(this.cache.retrieve("key", () -> CompletableFuture.completedFuture("own"))))
            .isEqualTo("own");
        assertThat(first).isNotDone();
    }

    private CompletableFuture<String> hang() {
        this.loading.countDown();
        return this.hanging;
    }

    private void awaitLoading() throws InterruptedException {
        assertThat(this.loading.await(10, TimeUnit.SECONDS)).isTrue();
    }

}
