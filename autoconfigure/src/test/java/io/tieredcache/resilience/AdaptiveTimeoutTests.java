package io.tieredcache.resilience;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AdaptiveTimeoutTests {

    private final AdaptiveTimeout timeout = new AdaptiveTimeout(nanos(100), nanos(1000));

    @Test
    void isTheMostWhileNothingIsMeasured() {
        assertThat(this.timeout.nanos()).isEqualTo(nanos(1000));
    }

    @Test
    void isTheLeastWhereAnswersComeQuickly() {
        for (int i = 0; i < 100; i++) {
            this.timeout.answered(nanos(1));
        }
        assertThat(this.timeout.nanos()).isEqualTo(nanos(100));
    }

    @Test
    void firstAnswerGivesThreeTimesItself() {
        this.timeout.answered(nanos(200));
        assertThat(this.timeout.nanos()).isEqualTo(nanos(600));
    }

    @Test
    void followsTheSmoothedTimeAndItsVariation() {
        this.timeout.answered(nanos(200));
        this.timeout.answered(nanos(100));
        // 7/8 * 200 + 1/8 * 100 + 4 * (3/4 * 100 + 1/4 * 100)
        assertThat(this.timeout.nanos()).isCloseTo(nanos(587) + nanos(1) / 2, within(1000L));
    }

    @Test
    void steadyAnswersBringItDownToTheirTime() {
        for (int i = 0; i < 200; i++) {
            this.timeout.answered(nanos(300));
        }
        assertThat(this.timeout.nanos()).isCloseTo(nanos(300), within(nanos(1)));
    }

    @Test
    void isNeverAboveTheMost() {
        this.timeout.answered(nanos(900));
        assertThat(this.timeout.nanos()).isEqualTo(nanos(1000));
    }

    @Test
    void doublesWithEachTimeoutUpToTheMost() {
        this.timeout.answered(nanos(1));
        assertThat(this.timeout.nanos()).isEqualTo(nanos(100));
        this.timeout.timedOut(nanos(0), nanos(100));
        assertThat(this.timeout.nanos()).isEqualTo(nanos(200));
        this.timeout.timedOut(nanos(100), nanos(300));
        assertThat(this.timeout.nanos()).isEqualTo(nanos(400));
        this.timeout.timedOut(nanos(300), nanos(700));
        this.timeout.timedOut(nanos(700), nanos(1500));
        assertThat(this.timeout.nanos()).isEqualTo(nanos(1000));
    }

    @Test
    void timeoutsOfThoseThatWaitedTogetherDoubleItOnce() {
        this.timeout.answered(nanos(1));
        for (int i = 0; i < 64; i++) {
            this.timeout.timedOut(nanos(i), nanos(100 + i));
        }
        assertThat(this.timeout.nanos()).isEqualTo(nanos(200));
    }

    @Test
    void anAnswerEndsTheDoubling() {
        this.timeout.answered(nanos(1));
        this.timeout.timedOut(nanos(0), nanos(100));
        this.timeout.timedOut(nanos(100), nanos(300));
        this.timeout.answered(nanos(1));
        assertThat(this.timeout.nanos()).isEqualTo(nanos(100));
    }

    @Test
    void aLeastAboveTheMostIsTheMost() {
        AdaptiveTimeout narrow = new AdaptiveTimeout(nanos(100), nanos(50));
        narrow.answered(nanos(1));
        assertThat(narrow.nanos()).isEqualTo(nanos(50));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

}
