package io.tieredcache.scenario;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * The source answers, but Redis does not take the value, is slow to, or was slow itself.
 */
class FailedFillIntegrationTests {

    private static final String CACHE = "airports";

    private final AirportSource source = new AirportSource();

    private final TestInstance instance = TestInstance.builder().timeout(Duration.ofSeconds(1)).startLive();

    private final TieredCache cache = this.instance.cache(CACHE);

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void writeThatFailsAfterTheLoadReturnsTheValueAndLoadsOnce() {
        Airport read = Reads.get(this.cache, "HAM", AirportSource.POLICY, (context) -> {
            this.instance.l2().failing(true);
            return this.source.load(context);
        });
        assertThat(read).isEqualTo(this.source.current());
        assertThat(this.source.loads()).isEqualTo(1);
        await().atMost(Reads.SOON).until(() -> this.cache.count(CacheCounter.L2_ERROR) == 1);
        assertThat(this.cache.count(CacheCounter.FILL)).isZero();
        assertThat(this.source.read(this.cache, "HAM")).isEqualTo(read);
        assertThat(this.source.loads()).as("loads, with a copy in L1").isEqualTo(1);
        assertThat(this.cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
    }

    @Test
    void leaseThatFailsStillLoadsOnce() {
        this.instance.l2().before(Step.LEASE, () -> this.instance.l2().failing(true));
        this.instance.l2().after(Step.LEASE, () -> {
            throw new IllegalStateException("the answer got lost");
        });
        assertThat(this.source.read(this.cache, "HAM")).isEqualTo(this.source.current());
        assertThat(this.source.loads()).isEqualTo(1);
        assertThat(this.cache.count(CacheCounter.L2_ERROR)).isEqualTo(1);
    }

    @Test
    void readThatFailsIsNotTriedAgainAndLoadsOnce() {
        this.instance.l2().failing(true);
        assertThat(this.source.read(this.cache, "HAM")).isEqualTo(this.source.current());
        assertThat(this.source.loads()).isEqualTo(1);
        assertThat(this.cache.count(CacheCounter.L2_ERROR)).isEqualTo(1);
    }

    @Test
    void callerDoesNotWaitForASlowWrite() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        this.instance.l2().before(Step.STORE, () -> awaitQuietly(held));
        assertThat(this.source.read(this.cache, "HAM")).isEqualTo(this.source.current());
        assertThat(this.cache.count(CacheCounter.FILL)).isZero();
        held.countDown();
        Reads.awaitFills(this.cache, 1);
    }

    @Test
    void loadLongerThanEveryTimeoutOfRedisRunsOnceAndIsStored() {
        CountDownLatch loading = new CountDownLatch(1);
        CompletableFuture<Airport> read = TestThreads
            .supply(() -> Reads.get(this.cache, "HAM", AirportSource.POLICY, (context) -> {
                assertThat(loading.await(30, TimeUnit.SECONDS)).isTrue();
                return this.source.load(context);
            }));
        await().pollDelay(Duration.ofMillis(1500)).atMost(Reads.SOON).until(() -> !read.isDone());
        loading.countDown();
        assertThat(read.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(this.source.current());
        Reads.awaitFills(this.cache, 1);
        assertThat(this.source.loads()).isEqualTo(1);
        assertThat(this.cache.count(CacheCounter.L2_ERROR)).isZero();
    }

    @Test
    void sourceThatFailsIsNotCachedAndItsErrorIsGiven() {
        IllegalArgumentException failure = new IllegalArgumentException("no such airport");
        for (int i = 0; i < 2; i++) {
            Throwable thrown = catchThrowable(() -> this.cache.get("HAM", AirportSource.POLICY, (context) -> {
                throw failure;
            }));
            assertThat(thrown).isSameAs(failure);
        }
        assertThat(this.cache.count(CacheCounter.LOAD_FAILURE)).isEqualTo(2);
        assertThat(this.source.read(this.cache, "HAM")).isEqualTo(this.source.current());
    }

    @Test
    void valueThatCannotBeSerializedIsGivenAndKeptHere() {
        EntryPolicy policy = EntryPolicy.defaults().withType(Thread.class);
        Thread value = new Thread();
        Thread read = Reads.get(this.cache, "thread", policy, (context) -> value);
        assertThat(read).isSameAs(value);
        assertThat(this.cache.count(CacheCounter.UNWRITABLE)).isEqualTo(1);
        assertThat(this.cache.count(CacheCounter.FILL)).isZero();
        TieredCache.CachedValue found = this.cache.lookup("thread", policy);
        assertThat(found).isNotNull();
        assertThat(found.value()).isSameAs(value);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

}
