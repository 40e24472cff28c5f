package io.tieredcache.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.InvalidationListener;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.StepOutcome;

/**
 * Adds up how long misses, loads, reads of L2 and invalidations took, from the start on:
 * whoever looks twice knows the average in between. Needs no meter registry, and is told
 * nothing of hits in L1.
 */
public final class CacheLatencies implements CacheObserver, InvalidationListener {

    private final Map<String, CacheLatency> caches = new ConcurrentHashMap<>();

    private final Total sinceEvent = new Total();

    private final Total sincePublish = new Total();

    /**
     * Create latencies; nothing is added up yet.
     */
    public CacheLatencies() {
    }

    @Override
    public CacheProbe probe(String cache) {
        return this.caches.computeIfAbsent(cache, (missing) -> new CacheLatency());
    }

    @Override
    public void onInvalidation(AppliedInvalidation applied) {
        this.sincePublish.add(applied.publishLag());
        applied.eventLags().forEach(this.sinceEvent::add);
    }

    /**
     * The lag of invalidations.
     * @return the times since the event and since the publishing
     */
    Map<String, Timing> lags() {
        return Map.of("event", this.sinceEvent.timing(), "publish", this.sincePublish.timing());
    }

    /**
     * The times of one cache.
     * @param cache its name
     * @return the times of misses, loads and reads of L2; empty where nothing was told
     */
    Map<String, Timing> of(String cache) {
        CacheLatency latency = this.caches.get(cache);
        return (latency == null) ? Map.of() : Map.of("miss", latency.misses.timing(), "load", latency.loads.timing(),
                "l2Read", latency.l2Reads.timing());
    }

    /**
     * How often something happened and how long it took together.
     *
     * @param count how often
     * @param totalMillis how long, with fractions
     */
    record Timing(long count, double totalMillis) {

    }

    private static final class Total {

        private static final double NANOS = 1_000_000;

        private final LongAdder count = new LongAdder();

        private final LongAdder nanos = new LongAdder();

        void add(Duration time) {
            add(time.toNanos());
        }

        void add(long nanos) {
            this.count.increment();
            this.nanos.add(nanos);
        }

        Timing timing() {
            return new Timing(this.count.sum(), this.nanos.sum() / NANOS);
        }

    }

    private static final class CacheLatency implements CacheProbe {

        private final Total misses = new Total();

        private final Total loads = new Total();

        private final Total l2Reads = new Total();

        @Override
        public void missed(long nanos) {
            this.misses.add(nanos);
        }

        @Override
        public void loaded(long nanos) {
            this.loads.add(nanos);
        }

        @Override
        public Running begin(CacheStep step) {
            return switch (step) {
                case LOAD, BACKGROUND_LOAD, BYPASS_LOAD -> new Timed(this.loads, System.nanoTime());
                case L2_READ -> new Timed(this.l2Reads, System.nanoTime());
                default -> Running.NONE;
            };
        }

    }

    /**
     * A step under way, which counts if it succeeds.
     *
     * @param total what it adds to
     * @param begun when it began
     */
    private record Timed(Total total, long begun) implements CacheProbe.Running {

        @Override
        public void end(StepOutcome outcome, @Nullable Throwable failure) {
            if (outcome == StepOutcome.SUCCESS) {
                this.total.add(System.nanoTime() - this.begun);
            }
        }

    }

}
