package io.tieredcache.cache;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.SingleFlight;
import io.tieredcache.TtlFunction;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Entry.Life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Times to live. {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class LifetimesTests {

    private static final EntryPolicy POLICY = EntryPolicy.defaults();

    private static final long MILLIS = 1_700_000_000_000L;

    private static final long NOW = -5_000_000_000L;

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    @BeforeEach
    void printSeed() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
    }

    @Test
    void withoutJitterTimesAreAsConfigured() {
        Lifetimes lifetimes = lifetimes(0, null, () -> 0.9);
        assertThat(ttl(lifetimes, "key", "value", POLICY)).isEqualTo(Duration.ofMinutes(10));
        assertThat(ttl(lifetimes, "key", null, POLICY)).isEqualTo(Duration.ofSeconds(30));
        assertThat(l1Nanos(lifetimes, "value", POLICY, Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(5).toNanos());
    }

    @Test
    void policyComesBeforeFunctionAndFunctionBeforeSettings() {
        Lifetimes lifetimes = lifetimes(0, (key, value) -> "short".equals(key) ? Duration.ofSeconds(1) : null,
                () -> 0.5);
        assertThat(ttl(lifetimes, "short", "value", POLICY.withTtl(Duration.ofSeconds(7))))
            .isEqualTo(Duration.ofSeconds(7));
        assertThat(ttl(lifetimes, "short", "value", POLICY)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ttl(lifetimes, "short", "value", POLICY.withTtl((value) -> null))).isEqualTo(Duration.ofSeconds(1));
        assertThat(ttl(lifetimes, "long", "value", POLICY)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void negativeResultHasItsOwnTime() {
        Lifetimes lifetimes = lifetimes(0, null, () -> 0.5);
        EntryPolicy policy = POLICY.withTtl(Duration.ofHours(1)).withNegativeTtl(Duration.ofSeconds(2));
        assertThat(ttl(lifetimes, "key", null, policy)).isEqualTo(Duration.ofSeconds(2));
        assertThat(ttl(lifetimes, "key", "value", policy)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void functionSeesKeyAndValue() {
        AtomicReference<Object> seen = new AtomicReference<>();
        TtlFunction function = (key, value) -> {
            seen.set(key + "=" + value);
            return Duration.ofSeconds(1);
        };
        ttl(lifetimes(0, function, () -> 0.5), "key", "value", POLICY);
        assertThat(seen).hasValue("key=value");
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, -1, -1_000_000 })
    void timeThatIsNotPositiveIsRefused(long millis) {
        Lifetimes lifetimes = lifetimes(0, null, () -> 0.5);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> ttl(lifetimes, "key", "value", POLICY.withTtl(Duration.ofMillis(millis))))
            .withMessageContaining("at least one millisecond");
        assertThatIllegalArgumentException().isThrownBy(
                () -> l1Nanos(lifetimes, "value", POLICY.withL1Ttl(Duration.ofMillis(millis)), Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.01, 0.1, 0.25, 0.5 })
    void jitterStaysWithinItsShareAndUsesIt(double jitter) {
        Lifetimes lifetimes = lifetimes(jitter, null, this.random::nextDouble);
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 10_000; i++) {
            long millis = ttl(lifetimes, "key", "value", POLICY).toMillis();
            shortest = Math.min(shortest, millis);
            longest = Math.max(longest, millis);
        }
        double ttl = Duration.ofMinutes(10).toMillis();
        assertThat(shortest).as("seed %d", this.seed).isBetween((long) (ttl * (1 - jitter)), (long) (ttl * 0.999));
        assertThat(longest).as("seed %d", this.seed).isBetween((long) (ttl * 1.001), (long) (ttl * (1 + jitter)));
    }

    @Test
    void jitterNeverMakesATimeZero() {
        Lifetimes lifetimes = lifetimes(0.5, null, () -> 0);
        assertThat(ttl(lifetimes, "key", "value", POLICY.withTtl(Duration.ofMillis(1))))
            .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void copyNeverOutlivesItsEntryForAnyTimeUnderJitter() {
        for (int i = 0; i < 100_000; i++) {
            double jitter = this.random.nextDouble() / 2;
            Duration l2 = Duration.ofMillis(1 + (long) Math.pow(10, this.random.nextDouble() * 10));
            Duration l1 = Duration.ofMillis(1 + (long) Math.pow(10, this.random.nextDouble() * 10));
            EntryPolicy policy = POLICY.withTtl(l2).withL1Ttl(l1);
            Lifetimes lifetimes = lifetimes(jitter, null, this.random::nextDouble);
            Duration entry = ttl(lifetimes, "key", "value", policy);
            assertThat(l1Nanos(lifetimes, "value", policy, entry))
                .as("seed %d: L1 %s, L2 %s, jitter %s", this.seed, l1, l2, jitter)
                .isPositive()
                .isLessThanOrEqualTo(entry.toNanos());
        }
    }

    @Test
    void copyOfANegativeResultNeverOutlivesIt() {
        Lifetimes lifetimes = lifetimes(0.5, null, this.random::nextDouble);
        for (int i = 0; i < 1_000; i++) {
            Duration entry = ttl(lifetimes, "key", null, POLICY);
            assertThat(l1Nanos(lifetimes, null, POLICY, entry)).isLessThanOrEqualTo(entry.toNanos());
        }
    }

    @Test
    void fencesOutliveEveryEntryWithItsLoad() {
        for (double jitter : new double[] { 0, 0.1, 0.5 }) {
            Lifetimes lifetimes = lifetimes(jitter, null, () -> Math.nextDown(1.0));
            Duration longest = ttl(lifetimes, "key", "value", POLICY);
            assertThat(lifetimes.fenceLife()).isGreaterThanOrEqualTo(longest.plusSeconds(30));
            Duration own = ttl(lifetimes, "key", "value", POLICY.withTtl(Duration.ofDays(1)));
            assertThat(lifetimes.fenceLife(own)).isGreaterThanOrEqualTo(own.plusSeconds(30));
        }
    }

    @Test
    void staleWindowsFollowTheTimeToLive() {
        Lifetimes lifetimes = lifetimes(
                new CacheSettings.Stale(Duration.ofSeconds(20), Duration.ofSeconds(90), Duration.ofSeconds(5)), 0);
        Life life = lifetimes.life("key", "value", POLICY, null, MILLIS, 0);
        assertThat(life.freshUntil() - MILLIS).isEqualTo(600_000);
        assertThat(life.expiresAt() - MILLIS).isEqualTo(620_000);
        assertThat(life.keptUntil() - MILLIS).isEqualTo(690_000);
        assertThat(Lifetimes.kept(life)).isEqualTo(Duration.ofSeconds(690));
    }

    @Test
    void policyComesBeforeTheSettingsOfStaleness() {
        Lifetimes lifetimes = lifetimes(
                new CacheSettings.Stale(Duration.ofSeconds(20), Duration.ofSeconds(90), Duration.ofSeconds(5)), 0);
        Life life = lifetimes.life("key", "value",
                POLICY.withStaleWhileRevalidate(Duration.ZERO).withStaleIfError(Duration.ofSeconds(1)), null, MILLIS,
                0);
        assertThat(life.expiresAt()).isEqualTo(life.freshUntil());
        assertThat(life.keptUntil()).isEqualTo(life.freshUntil() + 1_000);
    }

    @Test
    void timeThatTheLoaderChoseComesFirst() {
        Life life = lifetimes(0, null, () -> 0.5).life("key", "value", POLICY.withTtl(Duration.ofHours(1)),
                Duration.ofSeconds(3), MILLIS, 0);
        assertThat(life.freshUntil() - MILLIS).isEqualTo(3_000);
    }

    @Test
    void copyIsDueAtTheEndOfItsTimeToLiveOrEarlier() {
        CacheSettings.Stale stale = new CacheSettings.Stale(Duration.ofSeconds(20), Duration.ZERO,
                Duration.ofSeconds(5));
        Lifetimes atTheEnd = lifetimes(stale, 0);
        Life life = atTheEnd.life("key", "value", POLICY, null, MILLIS, 100_000);
        EntryPolicy longCopy = POLICY.withL1Ttl(Duration.ofDays(1));
        assertThat(atTheEnd.times("value", longCopy, life, NOW, MILLIS).dueAt() - NOW)
            .isEqualTo(Duration.ofMinutes(10).toNanos());
        long window = new EarlyRefresh(1).windowNanos(100_000_000, Duration.ofMinutes(10).toNanos());
        assertThat(lifetimes(stale, 1).times("value", longCopy, life, NOW, MILLIS).dueAt() - NOW)
            .isEqualTo(Duration.ofMinutes(10).toNanos() - window);
    }

    @Test
    void copyThatNothingRefreshesIsNeverDue() {
        Lifetimes lifetimes = lifetimes(CacheSettings.Stale.off(), 0);
        Life life = lifetimes.life("key", "value", POLICY, null, MILLIS, 100_000);
        L1Entry.Times times = lifetimes.times("value", POLICY, life, NOW, MILLIS);
        assertThat(times.dueAt()).isGreaterThanOrEqualTo(times.expiresAt());
    }

    private static Lifetimes lifetimes(double jitter, @Nullable TtlFunction function, DoubleSupplier random) {
        return lifetimes(jitter, function, random, CacheSettings.Stale.off(), 0);
    }

    private static Lifetimes lifetimes(CacheSettings.Stale stale, double beta) {
        return lifetimes(0, null, () -> 0.5, stale, beta);
    }

    private static Lifetimes lifetimes(double jitter, @Nullable TtlFunction function, DoubleSupplier random,
            CacheSettings.Stale stale, double beta) {
        CacheSettings settings = new CacheSettings("orders", CacheMode.ON, Consistency.BOUNDED, Duration.ofSeconds(5),
                new CacheSettings.L1(Duration.ofMinutes(5), 100L, null, false),
                new CacheSettings.L2(Duration.ofMinutes(10), true, Duration.ofSeconds(30), jitter, 1024, "json",
                        function, null, null),
                new CacheSettings.Keys(1, List.of(), false),
                new CacheSettings.Load(SingleFlight.LOCAL, Duration.ofSeconds(10), Duration.ofSeconds(30)), stale,
                new CacheSettings.Refresh(beta, 0, 0.2, 2, CacheSettings.Named.none()));
        return new Lifetimes(settings, new EarlyRefresh(beta), random);
    }

    private static Duration ttl(Lifetimes lifetimes, Object key, @Nullable Object value, EntryPolicy policy) {
        Life life = lifetimes.life(key, value, policy, null, MILLIS, 0);
        return Duration.ofMillis(life.freshUntil() - life.createdAt());
    }

    /**
     * How long a copy answers reads of an entry that is fresh for a time.
     */
    private static long l1Nanos(Lifetimes lifetimes, @Nullable Object value, EntryPolicy policy, Duration left) {
        long end = MILLIS + left.toMillis();
        return lifetimes.times(value, policy, new Life(MILLIS, end, end, end, 0), NOW, MILLIS).expiresAt() - NOW;
    }

}
