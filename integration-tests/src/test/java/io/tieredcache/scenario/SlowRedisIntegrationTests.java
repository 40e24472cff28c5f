package io.tieredcache.scenario;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheMode;
import io.tieredcache.L2Status;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.resilience.GuardSettings;
import io.tieredcache.resilience.RedisGuard;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestTicker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Redis is frozen or gone: it is left alone, its readers do not wait, and it is used
 * again once it answers.
 */
class SlowRedisIntegrationTests {

    private static final String CACHE = "airports";

    private static final String L1_ONLY = "local";

    private static final int BATCHES = 101;

    private static final int BATCH = 500;

    private static final Airport HAMBURG = new Airport("HAM", "Hamburg", 2);

    private static final Duration NEVER = Duration.ofHours(1);

    private final AirportSource source = new AirportSource();

    private final TestTicker ticker = new TestTicker();

    private final AtomicInteger keys = new AtomicInteger();

    private final RedisServerProcess server = RedisServerProcess.onFreePort();

    @AfterEach
    void stop() {
        this.server.close();
    }

    @Test
    void frozenRedisIsLeftAloneAndUsedAgainOnceAPulseComesBack() {
        try (TestInstance instance = start(Duration.ofMillis(100))) {
            TieredCache cache = instance.cache(CACHE);
            this.server.pause();
            open(instance);
            long errors = cache.count(CacheCounter.L2_ERROR);
            long refused = cache.count(CacheCounter.L2_REFUSED);
            for (int i = 0; i < 500; i++) {
                readNewKey(cache);
            }
            assertThat(cache.count(CacheCounter.L2_ERROR)).isEqualTo(errors);
            assertThat(cache.count(CacheCounter.L2_REFUSED)).isEqualTo(refused + 500);
            this.server.resume();
            awaitUsedAgain(instance);
        }
    }

    @Test
    void redisThatIsGoneIsLeftAloneAndUsedAgainOnceItIsBack() {
        try (TestInstance instance = start(Duration.ofMillis(100))) {
            this.server.kill();
            open(instance);
            this.server.start();
            awaitUsedAgain(instance);
        }
    }

    @Test
    void oneProbeIsSentWhenTheOpenTimeIsOver() {
        try (TestInstance instance = start(NEVER); RawRedis raw = raw()) {
            TieredCache cache = instance.cache(CACHE);
            this.server.pause();
            open(instance);
            int unanswered = instance.l2Status().inFlight();
            this.ticker.advance(NEVER.plusSeconds(1));
            all(Callers.start(32, () -> readNewKey(cache)));
            assertThat(instance.l2Status().inFlight()).isEqualTo(unanswered + 1);
            this.server.resume();
            await().atMost(Reads.SOON).until(() -> instance.l2Status().inFlight() == 0);
            assertThat(raw.calls()).containsEntry("getrange", (long) unanswered + 1);
        }
    }

    @Test
    void invalidationIsSentWhileTheBreakerIsOpen() {
        try (TestInstance instance = start(NEVER)) {
            TieredCache cache = instance.cache(CACHE);
            this.server.pause();
            open(instance);
            this.server.resume();
            await().atMost(Reads.SOON).until(() -> instance.l2Status().inFlight() == 0);
            assertThat(instance.l2Status().state()).isEqualTo(L2Status.State.OPEN);
            await().atMost(Reads.SOON)
                .ignoreException(L2UnavailableException.class)
                .untilAsserted(() -> cache.evict("HAM"));
            assertThat(instance.l2Status().state()).isEqualTo(L2Status.State.HALF_OPEN);
            awaitUsedAgain(instance);
        }
    }

    @Test
    void sourceIsAskedOnceWhereRedisFreezesDuringTheLoad() {
        try (TestInstance instance = start(NEVER)) {
            TieredCache cache = instance.cache(CACHE);
            AtomicInteger loads = new AtomicInteger();
            Airport found = Reads.get(cache, "HAM", AirportSource.POLICY, (context) -> {
                loads.incrementAndGet();
                this.server.pause();
                return this.source.current();
            });
            assertThat(found).isEqualTo(this.source.current());
            await().atMost(Reads.SOON).until(() -> cache.count(CacheCounter.L2_ERROR) > 0);
            assertThat(loads).hasValue(1);
        }
    }

    @Test
    void frozenRedisTakesNoMoreThreadsThanAreAllowed() {
        GuardSettings settings = new GuardSettings("test", Duration.ofSeconds(60), Duration.ofSeconds(60), 8, 1000,
                breaker(false));
        try (TestInstance instance = TestInstance.builder()
            .redis(this.server.host(), this.server.port())
            .timeout(Duration.ofSeconds(60))
            .pulseInterval(NEVER)
            .guard(new RedisGuard(settings, this.ticker))
            .startLive()) {
            TieredCache cache = instance.cache(CACHE);
            this.server.pause();
            List<CompletableFuture<Airport>> readers = Callers.start(64, () -> readNewKey(cache));
            await().atMost(Reads.SOON)
                .until(() -> readers.stream().filter(CompletableFuture::isDone).count() == 56
                        && instance.l2Status().waiting() == 8);
            assertThat(cache.count(CacheCounter.L2_REFUSED)).isEqualTo(56);
            assertThat(this.source.loads()).isEqualTo(56);
            this.server.resume();
            all(readers);
            assertThat(this.source.loads()).isEqualTo(64);
            assertThat(instance.l2Status().waiting()).isZero();
        }
    }

    /**
     * Prints what a read costs of which nobody asks Redis: not in L1, the breaker open,
     * the load trivial. Beside it the same read of a cache that has no L2.
     */
    @Test
    @Tag("drill")
    void refusedReaderAsksNobodyAndItsCostIsPrinted() {
        try (TestInstance instance = start(NEVER)) {
            TieredCache cache = instance.cache(CACHE);
            this.server.kill();
            open(instance);
            int inFlight = instance.l2Status().inFlight();
            long errors = cache.count(CacheCounter.L2_ERROR);
            long refused = cache.count(CacheCounter.L2_REFUSED);
            long nanos = medianOfReads(cache);
            assertThat(cache.count(CacheCounter.L2_REFUSED)).isEqualTo(refused + BATCHES * BATCH);
            assertThat(cache.count(CacheCounter.L2_ERROR)).isEqualTo(errors);
            assertThat(instance.l2Status().inFlight()).isEqualTo(inFlight);
            assertThat(instance.l2Status().state()).isEqualTo(L2Status.State.OPEN);
            System.out.printf("Read that Redis is not asked for: %.1f us; read of a cache without L2: %.1f us%n",
                    nanos / 1000.0, medianOfReads(instance.cache(L1_ONLY)) / 1000.0);
        }
    }

    /**
     * Nanoseconds of one read, as the median of batches whose keys nobody read before.
     */
    private long medianOfReads(TieredCache cache) {
        long[] nanos = new long[BATCHES];
        for (int batch = 0; batch < BATCHES; batch++) {
            long began = System.nanoTime();
            for (int i = 0; i < BATCH; i++) {
                Reads.get(cache, this.keys.incrementAndGet(), AirportSource.POLICY, (context) -> HAMBURG);
            }
            nanos[batch] = (System.nanoTime() - began) / BATCH;
        }
        Arrays.sort(nanos);
        return nanos[BATCHES / 2];
    }

    private TestInstance start(Duration pulseInterval) {
        GuardSettings settings = new GuardSettings("test", Duration.ofMillis(500), Duration.ofMillis(50), 256, 1000,
                breaker(true));
        TestInstance instance = TestInstance.builder()
            .redis(this.server.host(), this.server.port())
            .timeout(settings.timeout())
            .pulseInterval(pulseInterval)
            .defaults(new CacheSettingsBuilder().stalenessBound(NEVER))
            .cache(L1_ONLY, new CacheSettingsBuilder().mode(CacheMode.L1_ONLY))
            .guard(new RedisGuard(settings, this.ticker))
            .startLive();
        for (int i = 0; i < 3; i++) {
            readNewKey(instance.cache(CACHE));
        }
        Reads.awaitFills(instance.cache(CACHE), 3);
        try (RawRedis raw = raw()) {
            raw.resetStatistics();
        }
        return instance;
    }

    private static GuardSettings.Breaker breaker(boolean enabled) {
        return new GuardSettings.Breaker(enabled, 50, 10, 5, NEVER);
    }

    private RawRedis raw() {
        return new RawRedis(this.server.uri());
    }

    /** Reads, each key from the source once, until Redis is left alone. */
    private void open(TestInstance instance) {
        TieredCache cache = instance.cache(CACHE);
        int loads = this.source.loads();
        AtomicInteger reads = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(20)).atMost(Reads.SOON).until(() -> {
            reads.incrementAndGet();
            readNewKey(cache);
            return instance.l2Status().state() == L2Status.State.OPEN;
        });
        assertThat(this.source.loads() - loads).isEqualTo(reads.get());
    }

    private void awaitUsedAgain(TestInstance instance) {
        TieredCache cache = instance.cache(CACHE);
        await().pollInterval(Duration.ofMillis(20)).atMost(Reads.SOON).until(() -> {
            readNewKey(cache);
            return instance.l2Status().state() == L2Status.State.CLOSED;
        });
        await().atMost(Reads.SOON).until(() -> {
            long fills = cache.count(CacheCounter.FILL);
            readNewKey(cache);
            return cache.count(CacheCounter.FILL) > fills;
        });
        assertThat(instance.l2Status().waiting()).isZero();
    }

    private Airport readNewKey(TieredCache cache) {
        Airport found = this.source.read(cache, "key-" + this.keys.incrementAndGet());
        assertThat(found).isEqualTo(this.source.current());
        return found;
    }

    private static void all(List<? extends CompletableFuture<?>> callers) {
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).orTimeout(60, TimeUnit.SECONDS).join();
    }

}
