package io.tieredcache.resilience;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that never jumps: it shows the time of a ticker, which has no date.
 */
final class TickerClock extends Clock {

    private final LongSupplier ticker;

    private final ZoneId zone;

    TickerClock(LongSupplier ticker) {
        this(ticker, ZoneOffset.UTC);
    }

    private TickerClock(LongSupplier ticker, ZoneId zone) {
        this.ticker = ticker;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return this.zone;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new TickerClock(this.ticker, zone);
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(this.ticker.getAsLong());
    }

}
