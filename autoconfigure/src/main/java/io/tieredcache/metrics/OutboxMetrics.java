package io.tieredcache.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.OutboxStatus;

/**
 * Meters of the outbox of invalidations.
 *
 * @since 0.1.0
 */
public final class OutboxMetrics implements MeterBinder {

    private static final String PREFIX = "tiered.cache.outbox.";

    private final OutboxStatus outbox;

    /**
     * Create meters.
     * @param outbox the outbox
     */
    public OutboxMetrics(OutboxStatus outbox) {
        this.outbox = outbox;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(PREFIX + "size", this.outbox, OutboxStatus::depth)
            .description("Rows in the outbox")
            .baseUnit("rows")
            .register(registry);
        TimeGauge.builder(PREFIX + "age", this.outbox, TimeUnit.MILLISECONDS, (each) -> each.oldestAge().toMillis())
            .description("Age of the oldest of them")
            .register(registry);
        FunctionCounter.builder(PREFIX + "relayed", this.outbox, OutboxStatus::relayed)
            .description("Rows that were left behind and sent by this instance")
            .baseUnit("rows")
            .register(registry);
    }

}
