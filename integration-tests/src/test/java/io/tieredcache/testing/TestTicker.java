package io.tieredcache.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A nanosecond ticker that a test can move ahead of the real one.
 */
public final class TestTicker implements LongSupplier {

    private final AtomicLong ahead = new AtomicLong();

    private final LongSupplier base;

    public TestTicker() {
        this(System::nanoTime);
    }

    private TestTicker(LongSupplier base) {
        this.base = base;
    }

    /**
     * A ticker that stands still unless it is moved.
     */
    public static TestTicker standing() {
        long start = System.nanoTime();
        return new TestTicker(() -> start);
    }

    @Override
    public long getAsLong() {
        return this.base.getAsLong() + this.ahead.get();
    }

    public void advance(Duration duration) {
        this.ahead.addAndGet(duration.toNanos());
    }

}
