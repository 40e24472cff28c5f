package io.tieredcache.scenario;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheToggle;
import io.tieredcache.CacheToggles;
import io.tieredcache.ChannelState;
import io.tieredcache.EntryPolicy;
import io.tieredcache.KeyExplanation.Verdict;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.Reach;
import io.tieredcache.TieredCache;
import io.tieredcache.ToggleInForce;
import io.tieredcache.audit.AuditSettings;
import io.tieredcache.audit.StalenessAuditor;
import io.tieredcache.audit.StalenessReasons;
import io.tieredcache.cache.DefaultCacheToggles;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Toggles of one instance and of the fleet.
 */
class CacheTogglesIntegrationTests {

    private static final String CACHE = "cache";

    private static final Duration HOUR = Duration.ofHours(1);

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final String namespace = TestInstance.newNamespace();

    private final StalenessAuditor audit = auditor();

    private final StalenessAuditor auditElsewhere = auditor();

    private TestInstance here;

    private TestInstance elsewhere;

    private DefaultCacheToggles toggles;

    private DefaultCacheToggles togglesElsewhere;

    private static StalenessAuditor auditor() {
        return new StalenessAuditor(new AuditSettings(0.01, AuditReference.SOURCE, 10, 10, 10),
                new StalenessReasons(() -> ChannelState.LIVE, () -> 0), System::nanoTime, (look) -> look, List.of());
    }

    @BeforeEach
    void start() {
        this.here = TestInstance.builder().namespace(this.namespace).audit(this.audit).startLive();
        this.elsewhere = TestInstance.builder().namespace(this.namespace).audit(this.auditElsewhere).startLive();
        this.here.cache(CACHE);
        this.elsewhere.cache(CACHE);
        this.toggles = this.here.toggles(INTERVAL);
        this.togglesElsewhere = this.elsewhere.toggles(INTERVAL);
        this.toggles.start();
        this.togglesElsewhere.start();
    }

    @AfterEach
    void stop() {
        this.toggles.stop();
        this.togglesElsewhere.stop();
        this.here.close();
        this.elsewhere.close();
    }

    @Test
    void toggleOfTheFleetReachesTheOthersAndEndsEverywhere() {
        this.toggles.set(CacheToggle.L1_OFF, CACHE, Reach.FLEET, HOUR);
        assertThat(mode(this.here)).isEqualTo(CacheMode.L2_ONLY);
        awaitMode(this.elsewhere, CacheMode.L2_ONLY);
        assertThat(this.togglesElsewhere.inForce()).singleElement().satisfies((toggle) -> {
            assertThat(toggle.toggle()).isEqualTo(CacheToggle.L1_OFF);
            assertThat(toggle.cache()).isEqualTo(CACHE);
            assertThat(toggle.reach()).isEqualTo(Reach.FLEET);
            assertThat(toggle.left()).isBetween(Duration.ofMinutes(50), HOUR);
        });
        assertThat(this.togglesElsewhere.end(CacheToggle.L1_OFF, CACHE, Reach.FLEET)).isTrue();
        assertThat(mode(this.elsewhere)).isEqualTo(CacheMode.ON);
        awaitMode(this.here, CacheMode.ON);
        assertThat(this.toggles.end(CacheToggle.L1_OFF, CACHE, Reach.FLEET)).isFalse();
    }

    @Test
    void toggleOfThisInstanceStaysHereAndEndsByItself() {
        this.toggles.set(CacheToggle.L2_OFF, null, Reach.INSTANCE, HOUR);
        assertThat(mode(this.here)).isEqualTo(CacheMode.L1_ONLY);
        this.here.ticker().advance(Duration.ofMinutes(59));
        awaitLook();
        assertThat(mode(this.here)).isEqualTo(CacheMode.L1_ONLY);
        assertThat(mode(this.elsewhere)).isEqualTo(CacheMode.ON);
        this.here.ticker().advance(Duration.ofMinutes(2));
        assertThat(this.toggles.inForce()).isEmpty();
        awaitMode(this.here, CacheMode.ON);
    }

    @Test
    void toggleOfTheFleetEndsByItself() {
        this.toggles.set(CacheToggle.L1_OFF, CACHE, Reach.FLEET, Duration.ofSeconds(1));
        awaitMode(this.here, CacheMode.ON);
        awaitMode(this.elsewhere, CacheMode.ON);
        assertThat(this.toggles.inForce()).isEmpty();
    }

    @Test
    void instanceThatStartsLaterHasItBeforeItServes() {
        this.toggles.set(CacheToggle.BYPASS, CACHE, Reach.FLEET, HOUR);
        try (TestInstance later = TestInstance.builder().namespace(this.namespace).startLive()) {
            DefaultCacheToggles laterToggles = later.toggles(INTERVAL);
            later.cache(CACHE);
            laterToggles.start();
            assertThat(mode(later)).isEqualTo(CacheMode.BYPASS);
            laterToggles.stop();
        }
    }

    @Test
    void cacheThatIsMadeLaterHasIt() {
        this.toggles.set(CacheToggle.L1_OFF, null, Reach.INSTANCE, HOUR);
        assertThat(this.here.cache("later").mode()).isEqualTo(CacheMode.L2_ONLY);
    }

    @Test
    void instanceWithoutRedisKeepsWhatItKnowsUntilThatEnds() {
        try (RedisServerProcess redis = RedisServerProcess.onFreePort();
                TestInstance alone = TestInstance.builder()
                    .redis(redis.host(), redis.port())
                    .timeout(Duration.ofMillis(500))
                    .startLive()) {
            alone.cache(CACHE);
            DefaultCacheToggles known = alone.toggles(INTERVAL);
            known.start();
            known.set(CacheToggle.L1_OFF, CACHE, Reach.FLEET, HOUR);
            redis.kill();
            assertThatExceptionOfType(L2UnavailableException.class)
                .isThrownBy(() -> known.set(CacheToggle.BYPASS, CACHE, Reach.FLEET, HOUR));
            assertThatExceptionOfType(L2UnavailableException.class)
                .isThrownBy(() -> known.end(CacheToggle.L1_OFF, CACHE, Reach.FLEET));
            assertThat(known.inForce()).extracting(ToggleInForce::toggle).containsExactly(CacheToggle.L1_OFF);
            assertThat(mode(alone)).isEqualTo(CacheMode.L2_ONLY);
            alone.ticker().advance(HOUR.plusMinutes(1));
            awaitMode(alone, CacheMode.ON);
            known.stop();
        }
    }

    @Test
    void shareOfTheAuditIsSetForTheFleetReplacedAndEnded() {
        this.toggles.audit(0.5, CACHE, Reach.FLEET, HOUR);
        assertThat(share(this.audit)).isEqualTo(0.5);
        awaitShare(this.auditElsewhere, 0.5);
        this.togglesElsewhere.audit(0.25, CACHE, Reach.FLEET, HOUR);
        awaitShare(this.audit, 0.25);
        assertThat(this.toggles.inForce()).singleElement().satisfies((toggle) -> {
            assertThat(toggle.toggle()).isEqualTo(CacheToggle.AUDIT);
            assertThat(toggle.cache()).isEqualTo(CACHE);
            assertThat(toggle.share()).isEqualTo(0.25);
        });
        assertThat(this.toggles.end(CacheToggle.AUDIT, CACHE, Reach.FLEET)).isTrue();
        assertThat(share(this.audit)).isEqualTo(0.01);
        awaitShare(this.auditElsewhere, 0.01);
        assertThat(this.toggles.end(CacheToggle.AUDIT, CACHE, Reach.FLEET)).isFalse();
    }

    @Test
    void shareOfTheAuditForTheCacheHereComesFirst() {
        this.toggles.audit(0.1, null, Reach.FLEET, HOUR);
        this.toggles.audit(0.2, null, Reach.INSTANCE, HOUR);
        assertThat(share(this.audit)).isEqualTo(0.2);
        this.toggles.audit(0.3, CACHE, Reach.FLEET, HOUR);
        assertThat(share(this.audit)).isEqualTo(0.3);
        this.toggles.audit(0, CACHE, Reach.INSTANCE, HOUR);
        assertThat(share(this.audit)).isZero();
        awaitShare(this.auditElsewhere, 0.3);
        assertThat(this.here.cache(CACHE).mode()).isEqualTo(CacheMode.ON);
        this.here.cache("later");
        assertThat(this.audit.figures("later")).satisfies((figures) -> assertThat(figures.share()).isEqualTo(0.2));
        this.here.ticker().advance(HOUR.plusMinutes(1));
        awaitShare(this.audit, 0.3);
    }

    private static double share(StalenessAuditor auditor) {
        AuditFigures figures = auditor.figures(CACHE);
        assertThat(figures).isNotNull();
        return figures.share();
    }

    private static void awaitShare(StalenessAuditor auditor, double share) {
        await().atMost(Reads.SOON).untilAsserted(() -> assertThat(share(auditor)).isEqualTo(share));
    }

    @Test
    void bypassEndsWithTheCacheClearedEverywhere() {
        this.toggles.set(CacheToggle.BYPASS, CACHE, Reach.INSTANCE, HOUR);
        this.elsewhere.cache(CACHE).put("key", "value");
        assertThat(this.here.cache(CACHE).get("key")).isNull();
        this.toggles.end(CacheToggle.BYPASS, CACHE, Reach.INSTANCE);
        assertThat(mode(this.here)).isEqualTo(CacheMode.ON);
        assertThat(this.here.cache(CACHE).get("key")).isNull();
        await().atMost(Reads.SOON).until(() -> this.elsewhere.cache(CACHE).get("key") == null);
    }

    @Test
    void l1ComesBackEmpty() throws Throwable {
        TieredCache cache = this.here.cache(CACHE);
        cache.get("key", EntryPolicy.defaults(), (context) -> "value");
        await().atMost(Reads.SOON).until(() -> verdict() == Verdict.VALID);
        this.toggles.set(CacheToggle.L1_OFF, CACHE, Reach.INSTANCE, HOUR);
        assertThat(verdict()).isEqualTo(Verdict.ABSENT);
        cache.get("key", EntryPolicy.defaults(), (context) -> "other");
        this.toggles.end(CacheToggle.L1_OFF, CACHE, Reach.INSTANCE);
        assertThat(verdict()).isEqualTo(Verdict.ABSENT);
    }

    @Test
    void invalidationsAreSentWhateverIsSwitchedOff() {
        for (CacheToggle toggle : EnumSet.complementOf(EnumSet.of(CacheToggle.AUDIT))) {
            this.toggles.set(toggle, CACHE, Reach.INSTANCE, HOUR);
            this.elsewhere.cache(CACHE).put("key", "value");
            this.here.cache(CACHE).evict("key");
            assertThat(this.elsewhere.cache(CACHE).get("key")).as("after an eviction with " + toggle).isNull();
        }
    }

    @Test
    void withoutSingleFlightEachCallerLoads() throws Exception {
        this.toggles.set(CacheToggle.SINGLE_FLIGHT_OFF, CACHE, Reach.INSTANCE, HOUR);
        CountDownLatch bothLoad = new CountDownLatch(2);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Object>> loads = List.of(callers.submit(() -> loadTogether(bothLoad)),
                    callers.submit(() -> loadTogether(bothLoad)));
            for (Future<Object> load : loads) {
                assertThat(load.get(60, TimeUnit.SECONDS)).isEqualTo(true);
            }
        }
        finally {
            callers.shutdownNow();
        }
    }

    private Object loadTogether(CountDownLatch bothLoad) {
        return this.here.cache(CACHE).get("key", () -> {
            bothLoad.countDown();
            return bothLoad.await(30, TimeUnit.SECONDS);
        });
    }

    @Test
    void foreignBytesInRedisAreNoToggles() {
        try (RawRedis redis = RawRedis.shared()) {
            byte[] key = ("tc:{" + this.namespace + "}:toggles").getBytes(StandardCharsets.UTF_8);
            redis.set("tc:{" + this.namespace + "}:toggles", "no set");
            awaitLook();
            assertThat(this.toggles.inForce()).isEmpty();
            this.toggles.set(CacheToggle.L1_OFF, CACHE, Reach.FLEET, HOUR);
            redis.commands().zadd(key, Double.POSITIVE_INFINITY, new byte[] { 'L', '1', (byte) 0xff, ' ', 0 });
            redis.commands().zadd(key, Double.POSITIVE_INFINITY, "BYPASS".getBytes(StandardCharsets.UTF_8));
            for (String foreign : List.of("AUDIT", "AUDIT=", "AUDIT=much", "AUDIT=2", "AUDIT=NaN " + CACHE, "BYPASS=1",
                    "=0.5")) {
                redis.commands().zadd(key, 1e15, foreign.getBytes(StandardCharsets.UTF_8));
            }
            redis.commands().zadd(key, 1e15, "L3_OFF".getBytes(StandardCharsets.UTF_8));
            redis.commands().zadd(key, 1e15, "SINGLE_FLIGHT_OFF".getBytes(StandardCharsets.UTF_8));
            await().atMost(Reads.SOON)
                .untilAsserted(() -> assertThat(this.togglesElsewhere.inForce()).extracting(ToggleInForce::toggle)
                    .containsExactly(CacheToggle.L1_OFF, CacheToggle.SINGLE_FLIGHT_OFF));
            assertThat(this.togglesElsewhere.inForce())
                .allMatch((toggle) -> toggle.left().compareTo(CacheToggles.MOST_TIME) <= 0);
        }
    }

    @Test
    void togglesAreBounded() {
        for (int i = 0; i < CacheToggles.MOST_TOGGLES; i++) {
            this.here.cache("cache-" + i);
            this.toggles.set(CacheToggle.L1_OFF, "cache-" + i, Reach.FLEET, HOUR);
        }
        this.toggles.set(CacheToggle.L1_OFF, "cache-0", Reach.FLEET, HOUR);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.toggles.set(CacheToggle.L1_OFF, CACHE, Reach.FLEET, HOUR))
            .withMessageContaining("200 toggles");
        assertThat(mode(this.here)).isEqualTo(CacheMode.ON);
    }

    @Test
    void wrongInputIsRefused() {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.toggles.set(CacheToggle.BYPASS, "other", Reach.FLEET, HOUR));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.toggles.set(CacheToggle.BYPASS, CACHE, Reach.FLEET, Duration.ofHours(25)));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.toggles.set(CacheToggle.BYPASS, CACHE, Reach.INSTANCE, Duration.ZERO));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.toggles.set(CacheToggle.AUDIT, CACHE, Reach.INSTANCE, HOUR));
        assertThatIllegalArgumentException().isThrownBy(() -> this.toggles.audit(1.1, CACHE, Reach.INSTANCE, HOUR));
        assertThatIllegalArgumentException().isThrownBy(() -> this.toggles.audit(Double.NaN, CACHE, Reach.FLEET, HOUR));
        assertThat(this.toggles.inForce()).isEmpty();
    }

    /**
     * Waits until the toggles were looked at once more.
     */
    private void awaitLook() {
        long known = this.here.runtime().clock().millis();
        await().atMost(Reads.SOON).until(() -> this.here.runtime().clock().millis() - known > 3 * INTERVAL.toMillis());
    }

    private Verdict verdict() {
        return this.here.administration().explain(CACHE, "s:key", false).l1().verdict();
    }

    private static CacheMode mode(TestInstance instance) {
        return instance.cache(CACHE).mode();
    }

    private static void awaitMode(TestInstance instance, CacheMode mode) {
        await().atMost(Reads.SOON).until(() -> mode(instance) == mode);
    }

}
