package io.tieredcache.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheAssertionsTests {

    private static final Duration FOREVER = Duration.ofMinutes(5);

    private static final Duration BRIEFLY = Duration.ofMillis(40);

    @Test
    void passesOnceAllHaveServedTheValue() {
        FreshnessAssert<String> readers = readers(serving("secret-new"),
                serving("secret-old", "secret-old", "secret-new"));
        assertThat(readers.servesWithin(FOREVER).eventuallyFreshEverywhere("secret-new")).isPositive();
    }

    @Test
    void nullCanBeExpected() {
        readers(serving("secret-old", null)).servesWithin(FOREVER).eventuallyFreshEverywhere(null);
    }

    @Test
    void oldValueAfterTheLimitFails() {
        assertThatExceptionOfType(AssertionError.class)
            .isThrownBy(() -> readers(serving("secret-new"), serving("secret-old")).servesWithin(BRIEFLY)
                .eventuallyFreshEverywhere("secret-new"))
            .withMessageMatching("instance 1 was never fresh within 40ms, and served another value in its read \\d+, "
                    + "begun after \\d+ms")
            .withMessageNotContaining("secret");
    }

    @Test
    void readBegunBeforeTheLimitMayTakeLonger() {
        AtomicInteger reads = new AtomicInteger();
        readers(() -> {
            long began = System.nanoTime();
            await().until(() -> System.nanoTime() - began > 2 * BRIEFLY.toNanos());
            return (reads.getAndIncrement() == 0) ? "secret-old" : "secret-new";
        }).servesWithin(BRIEFLY).eventuallyFreshEverywhere("secret-new");
        assertThat(reads).hasValueGreaterThan(1);
    }

    @Test
    void goingBackFailsBeforeTheOthersAreFresh() {
        assertThatExceptionOfType(AssertionError.class)
            .isThrownBy(() -> readers(serving("secret-new", "secret-old"), serving("secret-old")).servesWithin(FOREVER)
                .eventuallyFreshEverywhere("secret-new"))
            .withMessageMatching("instance 0 was fresh after \\d+ms, and then served another value in its read 2, .*");
    }

    @Test
    void goingBackFailsAfterAllWereFresh() {
        assertThatExceptionOfType(AssertionError.class)
            .isThrownBy(() -> readers(serving("secret-new", "secret-new", "secret-old")).servesWithin(FOREVER)
                .staysFreshFor(FOREVER)
                .eventuallyFreshEverywhere("secret-new"))
            .withMessageContaining("and then served another value in its read 3");
    }

    @Test
    void goingBackIsNotLookedForWithoutAMoment() {
        readers(serving("secret-new", "secret-old")).staysFreshFor(Duration.ZERO)
            .eventuallyFreshEverywhere("secret-new");
    }

    @Test
    void failureOfAReaderIsNoFreshRead() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> readers(() -> {
            throw new IllegalStateException("secret");
        }).servesWithin(BRIEFLY).eventuallyFreshEverywhere("secret-new"))
            .withMessageContaining("threw java.lang.IllegalStateException")
            .withMessageNotContaining("secret")
            .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverStaleAllowsNoOldRead() {
        readers(serving("secret-new")).staysFreshFor(BRIEFLY).neverStale("secret-new");
        assertThatExceptionOfType(AssertionError.class)
            .isThrownBy(() -> readers(serving("secret-old", "secret-new")).neverStale("secret-new"))
            .withMessageContaining("in its read 1,");
    }

    @Test
    void missIsFresh() {
        CacheAssertions.assertThatReaders(List.of(new CacheReader<>("instance 0", () -> CacheAssertions.MISS)))
            .staysFreshFor(BRIEFLY)
            .neverStale("secret-new");
    }

    @Test
    void assertionWithoutInstancesIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> CacheAssertions.assertThatReaders(List.of()))
            .withMessageContaining("no instance");
    }

    @SafeVarargs
    private static FreshnessAssert<String> readers(Callable<String>... reads) {
        return CacheAssertions.assertThatReaders(IntStream.range(0, reads.length)
            .mapToObj((index) -> new CacheReader<>("instance " + index, reads[index]))
            .toList());
    }

    /** Serves the values one after the other, and the last one from then on. */
    private static Callable<String> serving(String... values) {
        AtomicInteger next = new AtomicInteger();
        return () -> values[Math.min(next.getAndIncrement(), values.length - 1)];
    }

}
