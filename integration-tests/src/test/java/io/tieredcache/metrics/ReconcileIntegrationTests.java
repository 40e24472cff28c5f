package io.tieredcache.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheMode;
import io.tieredcache.ChannelState;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.LoadContext;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.audit.AuditSettings;
import io.tieredcache.audit.StalenessAuditor;
import io.tieredcache.audit.StalenessReasons;
import io.tieredcache.test.RedisRelay;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The figures add up: with what callers and the source count themselves, and with each
 * other.
 */
class ReconcileIntegrationTests {

    private static final int CALLERS = 4;

    private static final int ROUNDS = 400;

    private static final int KEYS = 40;

    private static final EntryPolicy POLICY = EntryPolicy.defaults().withType(String.class);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final CacheMeters meters = new CacheMeters();

    private final LongAdder reads = new LongAdder();

    private final LongAdder sourceCalls = new LongAdder();

    private final LongAdder failedCalls = new LongAdder();

    private final StalenessAuditor auditor = new StalenessAuditor(
            new AuditSettings(0.2, AuditReference.SOURCE, 1_000, 1_000, 100),
            new StalenessReasons(() -> ChannelState.LIVE, () -> 0), System::nanoTime, (look) -> look, List.of());

    ReconcileIntegrationTests() {
        this.meters.bindTo(this.registry);
    }

    @ParameterizedTest
    @ValueSource(strings = { "declared", "on-demand" })
    void figuresAddUpUnderConcurrencyAndFaults(String name) throws Exception {
        RedisFixture redis = RedisFixture.shared();
        CountDownLatch half = new CountDownLatch(CALLERS);
        CountDownLatch cut = new CountDownLatch(1);
        try (RedisRelay relay = RedisRelay.to(redis.host(), redis.port());
                TestInstance instance = TestInstance.builder()
                    .redis(relay.host(), relay.port())
                    .timeout(Duration.ofMillis(500))
                    .cache("declared", settings())
                    .defaults(settings())
                    .observer(this.meters)
                    .audit(this.auditor)
                    .startLive()) {
            TieredCache cache = instance.cache(name);
            this.auditor.thread().start(ReconcileIntegrationTests::daemon);
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Random random = new Random(caller);
                callers.add(TestThreads.run(() -> {
                    call(cache, random, ROUNDS / 2);
                    half.countDown();
                    awaitUninterruptibly(cut);
                    call(cache, random, ROUNDS / 2);
                }));
            }
            half.await();
            relay.cut();
            cut.countDown();
            long calledBefore = this.sourceCalls.sum();
            await().atMost(Duration.ofSeconds(60)).until(() -> this.sourceCalls.sum() > calledBefore);
            relay.heal();
            CompletableFuture.allOf(callers.toArray(CompletableFuture<?>[]::new)).join();
            cache.mode(CacheMode.BYPASS);
            call(cache, new Random(17), 20);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> check(name));
            assertThat(counted("reads", name, "result", "miss")).isPositive();
            assertThat(counted("reads", name, "result", "hit")).isPositive();
            assertThat(counted("reads", name, "result", "bypass")).isPositive();
            assertThat(counted("l2.failures", name, "kind", "error") + counted("l2.failures", name, "kind", "skipped"))
                .as("the cut was felt")
                .isPositive();
        }
        finally {
            this.auditor.thread().stop();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "audit-reconcile");
        thread.setDaemon(true);
        return thread;
    }

    private static CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED)
            .leaseTime(Duration.ofSeconds(2))
            .joinTimeout(Duration.ofSeconds(2))
            .maxEntries(KEYS / 2);
    }

    private void check(String name) {
        double hits = counted("reads", name, "result", "hit") + counted("reads", name, "result", "stale")
                + counted("reads", name, "result", "negative");
        double misses = counted("reads", name, "result", "miss") + counted("reads", name, "result", "refused");
        double bypasses = counted("reads", name, "result", "bypass");
        assertThat(hits + misses + bypasses).as("reads").isEqualTo(this.reads.doubleValue());
        assertThat(counted("source.calls", name)).as("calls of the source").isEqualTo(this.sourceCalls.doubleValue());
        assertThat(timed("loads", name)).as("timed loads").isEqualTo(this.sourceCalls.sum());
        AuditFigures audited = this.auditor.figures(name);
        assertThat(audited).isNotNull();
        assertThat(timed("loads", name, "by", "audit")).as("loads by the audit")
            .isPositive()
            .isEqualTo(audited.reads());
        assertThat(timed("loads", name, "outcome", "error")).as("failed loads").isEqualTo(this.failedCalls.sum());
    }

    private void call(TieredCache cache, Random random, int rounds) {
        for (int i = 0; i < rounds; i++) {
            String key = "key-" + random.nextInt(KEYS);
            switch (random.nextInt(10)) {
                case 0 -> evict(cache, key);
                case 1 -> lookup(cache, key);
                case 2 -> readAll(cache, List.of(key, key + "-more"));
                default -> read(cache, key);
            }
        }
    }

    private void read(TieredCache cache, String key) {
        this.reads.increment();
        try {
            cache.get(key, POLICY, (context) -> load());
        }
        catch (SourceFailedException ex) {
            assertThat(ex).hasNoCause();
        }
        catch (Throwable ex) {
            throw new AssertionError(ex);
        }
    }

    private void readAll(TieredCache cache, List<String> keys) {
        this.reads.add(keys.size());
        try {
            cache.getAll(keys, POLICY, (missing) -> {
                String value = load();
                return missing.stream().collect(Collectors.toMap((key) -> key, (key) -> value));
            });
        }
        catch (SourceFailedException ex) {
            assertThat(ex).hasNoCause();
        }
        catch (Throwable ex) {
            throw new AssertionError(ex);
        }
    }

    private void lookup(TieredCache cache, String key) {
        this.reads.increment();
        cache.lookup(key, POLICY);
    }

    private static void evict(TieredCache cache, String key) {
        try {
            cache.evict(key);
        }
        catch (L2UnavailableException ex) {
            assertThat(ex).hasMessageMatching("\\S.*");
        }
    }

    private String load() {
        this.sourceCalls.increment();
        if (this.sourceCalls.sum() % 11 == 0) {
            this.failedCalls.increment();
            throw new SourceFailedException();
        }
        return "value";
    }

    @Test
    void whatTheSourceAnswersLaterAddsUpToo() {
        try (TestInstance instance = TestInstance.builder().observer(this.meters).startLive()) {
            TieredCache cache = instance.cache("later");
            CompletableFuture<String> source = new CompletableFuture<>();
            CompletableFuture<String> good = cache.retrieve("good", () -> source);
            CompletableFuture<String> bad = cache.retrieve("bad",
                    () -> CompletableFuture.failedFuture(new SourceFailedException()));
            assertThat(bad).failsWithin(Duration.ofSeconds(30));
            await().atMost(Duration.ofSeconds(30)).until(() -> counted("source.calls", "later") == 2);
            source.complete("value");
            assertThat(good).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("value");
            cache.mode(CacheMode.BYPASS);
            assertThat(cache.retrieve("good", () -> CompletableFuture.completedFuture("other")))
                .succeedsWithin(Duration.ofSeconds(30))
                .isEqualTo("other");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(counted("reads", "later")).isEqualTo(3);
                assertThat(counted("reads", "later", "result", "miss")).isEqualTo(2);
                assertThat(timed("loads", "later")).isEqualTo(3);
                assertThat(timed("loads", "later", "outcome", "error")).isEqualTo(1);
                assertThat(timed("miss.penalty", "later")).isEqualTo(2);
            });
        }
    }

    @Test
    void loadOfSpringIsCountedByItsFill() {
        try (TestInstance instance = TestInstance.builder().observer(this.meters).startLive()) {
            TieredCache cache = instance.cache("spring");
            cache.get("key", () -> "value");
            assertThat(timed("loads", "spring", "by", "caller")).isEqualTo(1);
            assertThat(timed("miss.penalty", "spring")).isEqualTo(1);
            assertThat(LoadContext.isLoading()).isFalse();
        }
    }

    private double counted(String name, String cache, String... tags) {
        return this.registry.get("tiered.cache." + name)
            .tag("cache", cache)
            .tags(tags)
            .functionCounters()
            .stream()
            .mapToDouble(FunctionCounter::count)
            .sum();
    }

    private long timed(String name, String cache, String... tags) {
        return this.registry.get("tiered.cache." + name)
            .tag("cache", cache)
            .tags(tags)
            .timers()
            .stream()
            .mapToLong(Timer::count)
            .sum();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private static final class SourceFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

    }

}
