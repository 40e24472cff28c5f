package io.tieredcache.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A nanosecond ticker that a test can move ahead of the real one.
 */
public final class TestTicker implements LongSupplier {

    private final AtomicLong ahead = new AtomicLong();

    @Override
    public long getAsLong() {
        return System.nanoTime() + this.ahead.get();
    }

    public void advance(Duration duration) {
        this.ahead.addAndGet(duration.toNanos());
    }

}
