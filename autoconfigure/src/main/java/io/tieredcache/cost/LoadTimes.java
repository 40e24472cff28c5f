package io.tieredcache.cost;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.StepOutcome;

/**
 * Adds up the time of the calls of a source.
 */
final class LoadTimes implements CacheProbe {

    private final LongAdder calls = new LongAdder();

    private final LongAdder nanos = new LongAdder();

    @Override
    public Running begin(CacheStep step) {
        return switch (step) {
            case LOAD, BACKGROUND_LOAD, BYPASS_LOAD -> new Timed(System.nanoTime());
            default -> Running.NONE;
        };
    }

    @Override
    public void loaded(long time) {
        this.calls.increment();
        this.nanos.add(time);
    }

    /**
     * Mean time of a call.
     * @return the time, {@code null} before the first
     */
    @Nullable Duration mean() {
        long number = this.calls.sum();
        return (number > 0) ? Duration.ofNanos(this.nanos.sum() / number) : null;
    }

    private final class Timed implements Running {

        private final long begun;

        Timed(long begun) {
            this.begun = begun;
        }

        @Override
        public void end(StepOutcome outcome, @Nullable Throwable failure) {
            loaded(System.nanoTime() - this.begun);
        }

    }

}
