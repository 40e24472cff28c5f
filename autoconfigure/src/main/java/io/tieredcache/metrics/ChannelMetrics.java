package io.tieredcache.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.ChannelState;
import io.tieredcache.InvalidationChannelStatus;

/**
 * Meters of this instance's channel of invalidations.
 *
 * @since 0.1.0
 */
public final class ChannelMetrics implements MeterBinder {

    private static final String PREFIX = "tiered.cache.channel.";

    private final InvalidationChannelStatus channel;

    /**
     * Create meters.
     * @param channel the channel
     */
    public ChannelMetrics(InvalidationChannelStatus channel) {
        this.channel = channel;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (ChannelState state : ChannelState.values()) {
            Gauge.builder(PREFIX + "state", this.channel, (each) -> (each.state() == state) ? 1 : 0)
                .tag("state", Words.of(state))
                .description("1 for the state that the channel is in, 0 for the others")
                .register(registry);
        }
        TimeGauge.builder(PREFIX + "proven.age", this.channel, TimeUnit.NANOSECONDS, ChannelMetrics::provenAge)
            .description("Time since the channel was last proven alive")
            .register(registry);
        counter("resyncs", "resyncs", "L1 started anew", InvalidationChannelStatus::resyncs, registry);
        counter("gaps", "gaps", "Messages were missed", InvalidationChannelStatus::gaps, registry);
        counter("reconnects", "reconnects", "The channel was joined again", InvalidationChannelStatus::reconnects,
                registry);
        counter("malformed", "messages", "Messages that were none of ours", InvalidationChannelStatus::malformed,
                registry);
    }

    private static double provenAge(InvalidationChannelStatus channel) {
        Duration ago = channel.lastProvenAgo();
        return (ago != null) ? ago.toNanos() : Double.NaN;
    }

    private void counter(String name, String unit, String description,
            ToDoubleFunction<InvalidationChannelStatus> count, MeterRegistry registry) {
        FunctionCounter.builder(PREFIX + name, this.channel, count)
            .description(description)
            .baseUnit(unit)
            .register(registry);
    }

}
