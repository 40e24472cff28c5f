package io.tieredcache.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A wall clock that a test can move ahead of the real one. An instance that has it
 * believes that Redis's clock is as far ahead.
 */
public final class TestClock extends Clock {

    private final AtomicLong ahead = new AtomicLong();

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return System.currentTimeMillis() + this.ahead.get();
    }

    public void advance(Duration duration) {
        this.ahead.addAndGet(duration.toMillis());
    }

    long aheadMillis() {
        return this.ahead.get();
    }

}
