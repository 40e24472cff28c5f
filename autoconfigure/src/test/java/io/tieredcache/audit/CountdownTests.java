package io.tieredcache.audit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CountdownTests {

    private static final int PASSED = 200_000;

    @Test
    void wholeShareTakesAll() {
        Countdown countdown = new Countdown(1);
        for (int i = 0; i < 100; i++) {
            assertThat(countdown.isDue()).isTrue();
        }
    }

    /**
     * By chance alone; the limits are ten times what chance usually deviates by.
     */
    @ParameterizedTest
    @ValueSource(doubles = { 0.5, 0.1, 0.01 })
    void shareIsKept(double share) {
        Countdown countdown = new Countdown(share);
        int picked = 0;
        for (int i = 0; i < PASSED; i++) {
            picked += countdown.isDue() ? 1 : 0;
        }
        double deviation = Math.sqrt(PASSED * share * (1 - share));
        assertThat((double) picked).isBetween(PASSED * share - 10 * deviation, PASSED * share + 10 * deviation);
    }

    /**
     * Keys that are read in turn: a plain countdown of ten would take the same one each
     * time.
     */
    @Test
    void readsInTurnAreAllTaken() {
        Countdown countdown = new Countdown(0.1);
        int[] picked = new int[10];
        for (int i = 0; i < PASSED; i++) {
            picked[i % picked.length] += countdown.isDue() ? 1 : 0;
        }
        for (int each : picked) {
            assertThat(each).as("2,000, about").isBetween(1_500, 2_500);
        }
    }

    @Test
    void gapsAreThoseOfPickingEachByChance() {
        Countdown countdown = new Countdown(0.5);
        assertThat(countdown.gap(0)).isOne();
        assertThat(countdown.gap(0.49)).isOne();
        assertThat(countdown.gap(0.51)).isEqualTo(2);
        assertThat(countdown.gap(0.76)).isEqualTo(3);
        assertThat(new Countdown(1e-12).gap(0.999999)).isEqualTo(Integer.MAX_VALUE);
    }

}
