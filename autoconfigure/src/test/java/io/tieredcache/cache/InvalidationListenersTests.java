package io.tieredcache.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.store.InvalidationMessage;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidationListenersTests {

    /** This instance's clock is an hour ahead of Redis's, which says 100 s. */
    private final SharedClock clock = new SharedClock(Clock.fixed(Instant.EPOCH.plusSeconds(3_700), ZoneOffset.UTC));

    private final List<AppliedInvalidation> applied = new ArrayList<>();

    InvalidationListenersTests() {
        this.clock.adjust(100_000, 3_700_000, 3_700_000);
    }

    @Test
    void lagsAreMeasuredByTheClockOfRedis() {
        tell(message(98_500, List.of(97_000L, 40_000L)));
        assertThat(this.applied).hasSize(1);
        assertThat(this.applied.get(0).appliedAt()).isEqualTo(Instant.ofEpochSecond(100));
        assertThat(this.applied.get(0).publishLag()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(this.applied.get(0).eventLags()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(60));
    }

    @Test
    void timesAheadOfTheClockAreNoLag() {
        tell(message(100_001, List.of(200_000L)));
        assertThat(this.applied.get(0).publishLag()).isZero();
        assertThat(this.applied.get(0).eventLags()).containsExactly(Duration.ZERO);
    }

    @Test
    void listenerThatThrowsDoesNotKeepTheMessageFromOthers() {
        new InvalidationListeners(List.of((applied) -> {
            throw new IllegalStateException("a listener that fails");
        }, this.applied::add), this.clock).tell(message(1, List.of()));
        assertThat(this.applied).hasSize(1);
        assertThat(this.applied.get(0).eventLags()).isEmpty();
    }

    private void tell(InvalidationMessage message) {
        new InvalidationListeners(List.of(this.applied::add), this.clock).tell(message);
    }

    private static InvalidationMessage message(long publishedAt, List<Long> eventTimes) {
        return new InvalidationMessage(1, 2, publishedAt, "origin", false, List.of(), List.of(), eventTimes);
    }

}
