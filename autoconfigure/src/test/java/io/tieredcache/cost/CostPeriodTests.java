package io.tieredcache.cost;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCost;

import static org.assertj.core.api.Assertions.assertThat;

class CostPeriodTests {

    private final CostPeriod period = new CostPeriod();

    private void note(int second, long count, @Nullable Long l1Bytes) {
        this.period
            .add(new CostNote(TimeUnit.SECONDS.toNanos(second), count, count / 10, 3 * count, count, l1Bytes, null));
    }

    @Test
    void firstNoteBeginsThePeriod() {
        note(7, 100, 50L);
        assertThat(this.period.use(null)).isEqualTo(new CacheCost.Use(Duration.ZERO, 0, 0, 0, 0, null));
        assertThat(this.period.bytesPerSecond()).isNull();
    }

    @Test
    void periodIsTheLastSixtyLooks() {
        for (int i = 0; i <= 100; i++) {
            note(i, 1_000 + 10L * i, 50L);
        }
        assertThat(this.period.use(Duration.ofMillis(3)))
            .isEqualTo(new CacheCost.Use(Duration.ofSeconds(60), 600, 60, 1_800, 600, Duration.ofMillis(3)));
    }

    @Test
    void rateIsOfTheLastTwoNotes() {
        note(0, 0, null);
        note(10, 1_000, null);
        note(12, 1_100, null);
        assertThat(this.period.bytesPerSecond()).isEqualTo(200);
        assertThat(this.period.use(null).period()).as("nothing is lost").isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void meanIsOfTheSizesThatWereKnown() {
        note(0, 0, null);
        assertThat(this.period.mean(CostNote::l1Bytes)).isNull();
        note(1, 0, 100L);
        note(2, 0, null);
        note(3, 0, 200L);
        assertThat(this.period.mean(CostNote::l1Bytes)).isEqualTo(150);
        assertThat(this.period.mean(CostNote::l2Bytes)).isNull();
    }

}
