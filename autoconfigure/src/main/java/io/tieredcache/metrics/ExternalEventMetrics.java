package io.tieredcache.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.ExternalEvents;

/**
 * The counters {@value #NAME}, of events from outside that this instance applied
 * ({@code outcome=applied}) and that it put into the dead-letter stream
 * ({@code outcome=rejected}), and {@value #CLAIMED}, of those that it took over from
 * another instance.
 *
 * @since 0.1.0
 */
public final class ExternalEventMetrics implements MeterBinder {

    /** Name of the counter of events that were done. */
    public static final String NAME = "tiered.cache.events";

    /** Name of the counter of events that were taken over. */
    public static final String CLAIMED = "tiered.cache.events.claimed";

    private final ExternalEvents events;

    /**
     * Create the meters.
     * @param events the counts
     */
    public ExternalEventMetrics(ExternalEvents events) {
        this.events = events;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind("applied", "Events from outside that were applied", ExternalEvents::applied, registry);
        bind("rejected", "Events from outside that went to the dead-letter stream", ExternalEvents::rejected, registry);
        FunctionCounter.builder(CLAIMED, this.events, ExternalEvents::claimed)
            .description("Events from outside that were taken over from another instance")
            .register(registry);
    }

    private void bind(String outcome, String description, ToDoubleFunction<ExternalEvents> count,
            MeterRegistry registry) {
        FunctionCounter.builder(NAME, this.events, count)
            .tag("outcome", outcome)
            .description(description)
            .register(registry);
    }

}
