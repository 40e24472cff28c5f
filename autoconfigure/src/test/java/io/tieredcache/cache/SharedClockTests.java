package io.tieredcache.cache;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedClockTests {

    private final SharedClock clock = new SharedClock(Clock.fixed(Instant.ofEpochMilli(10_000), ZoneOffset.UTC));

    @Test
    void isTheLocalClockUntilRedisWasHeard() {
        assertThat(this.clock.millis()).isEqualTo(10_000);
        assertThat(this.clock.localMillis()).isEqualTo(10_000);
    }

    @Test
    void isKnownFromTheFirstAnswerOn() {
        assertThat(this.clock.isKnown()).isFalse();
        this.clock.adjust(10_000, 10_000, 10_000);
        assertThat(this.clock.isKnown()).isTrue();
    }

    @Test
    void followsRedisAheadAndBehind() {
        this.clock.adjust(70_000, 10_000, 10_000);
        assertThat(this.clock.millis()).isEqualTo(70_000);
        this.clock.adjust(4_000, 10_000, 10_000);
        assertThat(this.clock.millis()).isEqualTo(4_000);
        assertThat(this.clock.localMillis()).isEqualTo(10_000);
    }

    @Test
    void takesHalfOfTheRoundTripForTheWayBack() {
        this.clock.adjust(10_050, 10_000, 10_100);
        assertThat(this.clock.millis()).isEqualTo(10_000);
        this.clock.adjust(10_000, 10_000, 10_100);
        assertThat(this.clock.millis()).isEqualTo(9_950);
    }

}
