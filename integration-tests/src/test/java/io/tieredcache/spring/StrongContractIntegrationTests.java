package io.tieredcache.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueWrapper;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The contract of the strong class, whose readers share no load: one that begins after an
 * eviction elsewhere must not get what was loaded before, although the message is still
 * on its way.
 */
class StrongContractIntegrationTests extends SpringCacheContract implements FleetPutIfAbsentContract, ValueContract {

    private CompletableFuture<String> source;

    private CountDownLatch loading;

    StrongContractIntegrationTests() {
        super(CacheMode.ON, Consistency.STRONG);
    }

    @BeforeEach
    void createSource() {
        this.source = new CompletableFuture<>();
        this.loading = new CountDownLatch(1);
    }

    @AfterEach
    void releaseMessages() {
        elsewhere().bus().release();
    }

    @Test
    void retrieveAfterAnEvictionElsewhereLoadsAnew() throws Exception {
        elsewhere().bus().hold();
        CompletableFuture<String> before = cacheElsewhere().retrieve("key", () -> {
            this.loading.countDown();
            return this.source;
        });
        assertThat(this.loading.await(10, TimeUnit.SECONDS)).isTrue();
        cache().evict("key");
        assertThat(
                CacheContract.result(cacheElsewhere().retrieve("key", () -> CompletableFuture.completedFuture("new"))))
            .isEqualTo("new");
        this.source.complete("old");
        assertThat(CacheContract.result(before)).isEqualTo("old");
        assertNewStays();
    }

    @Test
    void getAfterAnEvictionElsewhereLoadsAnew() throws Exception {
        elsewhere().bus().hold();
        CompletableFuture<String> before = TestThreads.supply(() -> cacheElsewhere().get("key", () -> {
            this.loading.countDown();
            return this.source.join();
        }));
        assertThat(this.loading.await(10, TimeUnit.SECONDS)).isTrue();
        cache().evict("key");
        assertThat(cacheElsewhere().get("key", () -> "new")).isEqualTo("new");
        this.source.complete("old");
        assertThat(CacheContract.result(before)).isEqualTo("old");
        assertNewStays();
    }

    @Test
    void copiesAreNeverServed() {
        cache().get("key", () -> "value");
        StoredEntries.awaitStored(cache(), "key");
        cache().get("key");
        assertThat(cache().count(CacheCounter.L1_HIT)).isZero();
    }

    private void assertNewStays() {
        await().atMost(Duration.ofSeconds(10)).until(() -> cacheElsewhere().get("key") != null);
        assertThat(cacheElsewhere().get("key")).extracting(ValueWrapper::get).isEqualTo("new");
    }

}
