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
import io.tieredcache.TtlFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Times to live. {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class LifetimesTests {

    private static final EntryPolicy POLICY = EntryPolicy.defaults();

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    @BeforeEach
    void printSeed() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
    }

    @Test
    void withoutJitterTimesAreAsConfigured() {
        Lifetimes lifetimes = lifetimes(0, null, () -> 0.9);
        assertThat(lifetimes.l2("key", "value", POLICY)).isEqualTo(Duration.ofMinutes(10));
        assertThat(lifetimes.l2("key", null, POLICY)).isEqualTo(Duration.ofSeconds(30));
        assertThat(lifetimes.l1Nanos("value", POLICY, Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(5).toNanos());
    }

    @Test
    void policyComesBeforeFunctionAndFunctionBeforeSettings() {
        Lifetimes lifetimes = lifetimes(0, (key, value) -> "short".equals(key) ? Duration.ofSeconds(1) : null,
                () -> 0.5);
        assertThat(lifetimes.l2("short", "value", POLICY.withTtl(Duration.ofSeconds(7))))
            .isEqualTo(Duration.ofSeconds(7));
        assertThat(lifetimes.l2("short", "value", POLICY)).isEqualTo(Duration.ofSeconds(1));
        assertThat(lifetimes.l2("short", "value", POLICY.withTtl((value) -> null))).isEqualTo(Duration.ofSeconds(1));
        assertThat(lifetimes.l2("long", "value", POLICY)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void negativeResultHasItsOwnTime() {
        Lifetimes lifetimes = lifetimes(0, null, () -> 0.5);
        EntryPolicy policy = POLICY.withTtl(Duration.ofHours(1)).withNegativeTtl(Duration.ofSeconds(2));
        assertThat(lifetimes.l2("key", null, policy)).isEqualTo(Duration.ofSeconds(2));
        assertThat(lifetimes.l2("key", "value", policy)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void functionSeesKeyAndValue() {
        AtomicReference<Object> seen = new AtomicReference<>();
        TtlFunction function = (key, value) -> {
            seen.set(key + "=" + value);
            return Duration.ofSeconds(1);
        };
        lifetimes(0, function, () -> 0.5).l2("key", "value", POLICY);
        assertThat(seen).hasValue("key=value");
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, -1, -1_000_000 })
    void timeThatIsNotPositiveIsRefused(long millis) {
        Lifetimes lifetimes = lifetimes(0, null, () -> 0.5);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> lifetimes.l2("key", "value", POLICY.withTtl(Duration.ofMillis(millis))))
            .withMessageContaining("at least one millisecond");
        assertThatIllegalArgumentException().isThrownBy(
                () -> lifetimes.l1Nanos("value", POLICY.withL1Ttl(Duration.ofMillis(millis)), Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.01, 0.1, 0.25, 0.5 })
    void jitterStaysWithinItsShareAndUsesIt(double jitter) {
        Lifetimes lifetimes = lifetimes(jitter, null, this.random::nextDouble);
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 10_000; i++) {
            long millis = lifetimes.l2("key", "value", POLICY).toMillis();
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
        assertThat(lifetimes.l2("key", "value", POLICY.withTtl(Duration.ofMillis(1)))).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void copyNeverOutlivesItsEntryForAnyTimeUnderJitter() {
        for (int i = 0; i < 100_000; i++) {
            double jitter = this.random.nextDouble() / 2;
            Duration l2 = Duration.ofMillis(1 + (long) Math.pow(10, this.random.nextDouble() * 10));
            Duration l1 = Duration.ofMillis(1 + (long) Math.pow(10, this.random.nextDouble() * 10));
            EntryPolicy policy = POLICY.withTtl(l2).withL1Ttl(l1);
            Lifetimes lifetimes = lifetimes(jitter, null, this.random::nextDouble);
            Duration entry = lifetimes.l2("key", "value", policy);
            assertThat(lifetimes.l1Nanos("value", policy, entry))
                .as("seed %d: L1 %s, L2 %s, jitter %s", this.seed, l1, l2, jitter)
                .isPositive()
                .isLessThanOrEqualTo(entry.toNanos());
        }
    }

    @Test
    void copyOfANegativeResultNeverOutlivesIt() {
        Lifetimes lifetimes = lifetimes(0.5, null, this.random::nextDouble);
        for (int i = 0; i < 1_000; i++) {
            Duration entry = lifetimes.l2("key", null, POLICY);
            assertThat(lifetimes.l1Nanos(null, POLICY, entry)).isLessThanOrEqualTo(entry.toNanos());
        }
    }

    @Test
    void fencesOutliveEveryEntryWithItsLoad() {
        for (double jitter : new double[] { 0, 0.1, 0.5 }) {
            Lifetimes lifetimes = lifetimes(jitter, null, () -> Math.nextDown(1.0));
            Duration longest = lifetimes.l2("key", "value", POLICY);
            assertThat(lifetimes.fenceLife()).isGreaterThanOrEqualTo(longest.plusSeconds(30));
            Duration own = lifetimes.l2("key", "value", POLICY.withTtl(Duration.ofDays(1)));
            assertThat(lifetimes.fenceLife(own)).isGreaterThanOrEqualTo(own.plusSeconds(30));
        }
    }

    private static Lifetimes lifetimes(double jitter, @Nullable TtlFunction function, DoubleSupplier random) {
        CacheSettings settings = new CacheSettings("orders", CacheMode.ON, Consistency.BOUNDED, Duration.ofSeconds(5),
                new CacheSettings.L1(Duration.ofMinutes(5), 100L, null, false),
                new CacheSettings.L2(Duration.ofMinutes(10), true, Duration.ofSeconds(30), jitter, 1024, "json",
                        function),
                new CacheSettings.Keys(1, List.of(), false),
                new CacheSettings.Load(Duration.ofSeconds(10), Duration.ofSeconds(30)));
        return new Lifetimes(settings, random);
    }

}
