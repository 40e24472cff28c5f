package io.tieredcache.cache;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

/**
 * The rule of the early refresh and its guards. {@code -Dtiered-cache.test.seed=…} runs
 * it with another seed.
 */
class EarlyRefreshTests {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final double LARGEST = Math.nextDown(1.0);

    private final long seed = Long.getLong("tiered-cache.test.seed", 42);

    private final Random random = new Random(this.seed);

    private final EarlyRefresh refresh = new EarlyRefresh(1);

    @ParameterizedTest
    @ValueSource(doubles = { -1, -Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
    void betaThatIsNoFactorIsRefused(double beta) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EarlyRefresh(beta))
            .withMessageContaining("zero or more")
            .withMessageEndingWith("found " + beta);
    }

    @Nested
    class Rule {

        @ParameterizedTest
        @CsvSource({ "1, 100", "2, 200", "0.5, 50" })
        void drawOfOneReachesCostTimesBeta(double beta, long reachMillis) {
            EarlyRefresh rule = new EarlyRefresh(beta);
            double uniform = 1 - Math.exp(-1);
            long reach = reachMillis * MILLI;
            assertThat(rule.isDue(reach - 1_000, 100 * MILLI, 10 * SECOND, uniform)).isTrue();
            assertThat(rule.isDue(reach + 1_000, 100 * MILLI, 10 * SECOND, uniform)).isFalse();
        }

        @Test
        void largerDrawReachesFurther() {
            for (int i = 0; i < 10_000; i++) {
                double smaller = EarlyRefreshTests.this.random.nextDouble();
                double larger = smaller + (1 - smaller) * EarlyRefreshTests.this.random.nextDouble();
                long remaining = (long) (SECOND * EarlyRefreshTests.this.random.nextDouble());
                if (isDue(remaining, smaller)) {
                    assertThat(isDue(remaining, Math.min(larger, LARGEST))).isTrue();
                }
            }
        }

        @ParameterizedTest
        @CsvSource({ "1, 0.01", "1, 0.5", "1, 1", "1, 2", "1, 5", "0.5, 1", "2, 1" })
        void shareOfDueReadsFallsExponentially(double beta, double remainingCosts) {
            EarlyRefresh rule = new EarlyRefresh(beta);
            long cost = 100 * MILLI;
            long remaining = (long) (remainingCosts * cost);
            int reads = 200_000;
            int due = 0;
            for (int i = 0; i < reads; i++) {
                if (rule.isDue(remaining, cost, 10 * SECOND, EarlyRefreshTests.this.random.nextDouble())) {
                    due++;
                }
            }
            double expected = Math.exp(-remainingCosts / beta);
            double bound = 4.5 * Math.sqrt(expected * (1 - expected) / reads);
            assertThat((double) due / reads).as("seed %d", EarlyRefreshTests.this.seed)
                .isCloseTo(expected, offset(bound));
        }

        private boolean isDue(long remaining, double uniform) {
            return EarlyRefreshTests.this.refresh.isDue(remaining, 100 * MILLI, 10 * SECOND, uniform);
        }

    }

    @Nested
    class Guards {

        @ParameterizedTest
        @ValueSource(doubles = { 0, 0.5, 1 })
        void expiredEntryIsAlwaysDue(double beta) {
            EarlyRefresh rule = new EarlyRefresh(beta);
            for (long remaining : new long[] { 0, -1, -SECOND, Long.MIN_VALUE }) {
                assertThat(rule.isDue(remaining, 100 * MILLI, SECOND, 0)).isTrue();
                assertThat(rule.isDue(remaining, 0, 0, LARGEST)).isTrue();
            }
        }

        @Test
        void withBetaZeroNothingIsDueEarly() {
            EarlyRefresh off = new EarlyRefresh(0);
            assertThat(off.windowNanos(100 * MILLI, 10 * SECOND)).isZero();
            assertThat(off.windowNanos(Long.MAX_VALUE, Long.MAX_VALUE)).isZero();
            assertThat(off.isDue(1, 100 * MILLI, 10 * SECOND, LARGEST)).isFalse();
            assertThat(off.isDue(1, Long.MAX_VALUE, Long.MAX_VALUE, LARGEST)).isFalse();
        }

        @Test
        void smallestRandomNumberIsNotDueAtAnyTime() {
            assertThat(EarlyRefreshTests.this.refresh.isDue(1, 100 * MILLI, 10 * SECOND, 0)).isFalse();
        }

        @Test
        void largestRandomNumberIsDueWithinTheWindowOnly() {
            assertThat(EarlyRefreshTests.this.refresh.isDue(3_673 * MILLI, 100 * MILLI, 10 * SECOND, LARGEST)).isTrue();
            assertThat(EarlyRefreshTests.this.refresh.isDue(3_674 * MILLI, 100 * MILLI, 10 * SECOND, LARGEST))
                .isFalse();
        }

        @ParameterizedTest
        @ValueSource(longs = { Long.MIN_VALUE, -1, 0, 1, 50_000, 999_999 })
        void tinyCostCountsAsAMillisecond(long cost) {
            EarlyRefresh rule = EarlyRefreshTests.this.refresh;
            assertThat(rule.windowNanos(cost, 10 * SECOND)).isEqualTo(rule.windowNanos(MILLI, 10 * SECOND))
                .isBetween(36 * MILLI, 37 * MILLI);
            assertThat(rule.isDue(MILLI - 1_000, cost, 10 * SECOND, 1 - Math.exp(-1))).isTrue();
            assertThat(rule.isDue(MILLI + 1_000, cost, 10 * SECOND, 1 - Math.exp(-1))).isFalse();
        }

        @Test
        void shortLifetimeIsNotSwallowedByTheLeastCost() {
            assertThat(EarlyRefreshTests.this.refresh.windowNanos(0, 2 * MILLI)).isEqualTo(MILLI);
            assertThat(EarlyRefreshTests.this.refresh.isDue(MILLI + 1, 0, 2 * MILLI, LARGEST)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(longs = { 1, 5, 10, 60, 9_000_000_000L })
        void loadDearerThanTheLifetimeIsNotDueInItsFirstHalf(long costSeconds) {
            EarlyRefresh rule = new EarlyRefresh(10);
            long cost = costSeconds * SECOND;
            assertThat(rule.windowNanos(cost, 10 * SECOND)).isEqualTo(5 * SECOND);
            assertThat(rule.isDue(10 * SECOND, cost, 10 * SECOND, LARGEST)).isFalse();
            assertThat(rule.isDue(5 * SECOND + 1, cost, 10 * SECOND, LARGEST)).isFalse();
            assertThat(rule.isDue(5 * SECOND, cost, 10 * SECOND, LARGEST)).isTrue();
        }

        @Test
        void noSizeOfNumberOverflows() {
            EarlyRefresh huge = new EarlyRefresh(Double.MAX_VALUE);
            assertThat(huge.windowNanos(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE / 2);
            assertThat(huge.isDue(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, LARGEST)).isFalse();
            assertThat(huge.isDue(Long.MAX_VALUE / 2, Long.MAX_VALUE, Long.MAX_VALUE, LARGEST)).isTrue();
            assertThat(huge.isDue(1, Long.MAX_VALUE, Long.MAX_VALUE, 0)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(longs = { Long.MIN_VALUE, -1, 0, 1 })
        void lifetimeWithoutLengthHasNoWindow(long lifetime) {
            assertThat(EarlyRefreshTests.this.refresh.windowNanos(SECOND, lifetime)).isZero();
            assertThat(EarlyRefreshTests.this.refresh.isDue(1, SECOND, lifetime, LARGEST)).isFalse();
        }

    }

    @Nested
    class Window {

        @Test
        void windowIsTheLongestDrawRoundedUp() {
            assertThat(EarlyRefreshTests.this.refresh.windowNanos(100 * MILLI, 10 * SECOND))
                .isEqualTo((long) Math.ceil(53 * Math.log(2) * 100 * MILLI));
        }

        @Test
        void drawIsDueUpToTheWindowAndNeverBeforeIt() {
            for (int i = 0; i < 100_000; i++) {
                EarlyRefresh rule = new EarlyRefresh(3 * EarlyRefreshTests.this.random.nextDouble());
                long cost = (long) Math.pow(10, 11 * EarlyRefreshTests.this.random.nextDouble());
                long lifetime = (long) Math.pow(10, 6 + 8 * EarlyRefreshTests.this.random.nextDouble());
                long window = rule.windowNanos(cost, lifetime);
                assertThat(window).isBetween(1L, lifetime / 2);
                assertThat(rule.isDue(window + 1, cost, lifetime, LARGEST)).as("seed %d", EarlyRefreshTests.this.seed)
                    .isFalse();
                assertThat(rule.isDue(window - 1, cost, lifetime, LARGEST)).as("seed %d", EarlyRefreshTests.this.seed)
                    .isTrue();
                long outside = window + 1 + (long) ((lifetime - window) * EarlyRefreshTests.this.random.nextDouble());
                assertThat(rule.isDue(outside, cost, lifetime, EarlyRefreshTests.this.random.nextDouble())).isFalse();
            }
        }

    }

    @Nested
    class SmoothedCost {

        @Test
        void firstMeasurementIsTakenAsItIs() {
            assertThat(EarlyRefresh.smoothed(0, 70 * MILLI)).isEqualTo(70 * MILLI);
            assertThat(EarlyRefresh.smoothed(-1, 70 * MILLI)).isEqualTo(70 * MILLI);
        }

        @Test
        void newestMeasurementWeighsThreeTenths() {
            assertThat(EarlyRefresh.smoothed(100, 200)).isEqualTo(130);
            assertThat(EarlyRefresh.smoothed(200, 100)).isEqualTo(170);
            assertThat(EarlyRefresh.smoothed(100, 100)).isEqualTo(100);
        }

        @Test
        void lastingChangeIsFollowed() {
            long cost = 10 * MILLI;
            for (int i = 0; i < 10; i++) {
                cost = EarlyRefresh.smoothed(cost, 110 * MILLI);
            }
            assertThat(cost).isBetween(107 * MILLI, 108 * MILLI);
        }

        @Test
        void negativeMeasurementCountsAsZero() {
            assertThat(EarlyRefresh.smoothed(0, -5)).isZero();
            assertThat(EarlyRefresh.smoothed(100, Long.MIN_VALUE)).isEqualTo(70);
        }

        @Test
        void largestMeasurementDoesNotOverflow() {
            assertThat(EarlyRefresh.smoothed(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
            assertThat(EarlyRefresh.smoothed(1, Long.MAX_VALUE)).isBetween(Long.MAX_VALUE / 4, Long.MAX_VALUE / 3);
        }

    }

}
