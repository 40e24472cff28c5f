package io.tieredcache.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.InvalidationQueue;

/**
 * Meters of the invalidations that wait until Redis acknowledges them.
 *
 * @since 0.1.0
 */
public final class InvalidationQueueMetrics implements MeterBinder {

    private static final String PREFIX = "tiered.cache.invalidation.queue.";

    private final InvalidationQueue queue;

    /**
     * Create meters.
     * @param queue the queue
     */
    public InvalidationQueueMetrics(InvalidationQueue queue) {
        this.queue = queue;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(PREFIX + "size", this.queue, InvalidationQueue::size)
            .description("Keys, tags and caches whose invalidation waits for Redis")
            .baseUnit("targets")
            .register(registry);
        TimeGauge.builder(PREFIX + "age", this.queue, TimeUnit.MILLISECONDS, (each) -> each.oldestAge().toMillis())
            .description("Time that the oldest of them has waited")
            .register(registry);
        FunctionCounter.builder(PREFIX + "overflows", this.queue, InvalidationQueue::overflows)
            .description("Clearings of the namespace since too many waited")
            .baseUnit("overflows")
            .register(registry);
    }

}
