package io.tieredcache.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.L2Status;

/**
 * Meters of what keeps each Redis from making the application slow, tagged by store.
 *
 * @since 0.1.0
 */
public final class RedisMetrics implements MeterBinder {

    private static final String PREFIX = "tiered.cache.redis.";

    private final Map<String, L2Status> stores;

    /**
     * Create meters.
     * @param stores how each Redis does, by the store's name
     */
    public RedisMetrics(Map<String, ? extends L2Status> stores) {
        this.stores = new LinkedHashMap<>(stores);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.stores.forEach((store, status) -> bind(Tags.of("store", store), status, registry));
    }

    private static void bind(Tags tags, L2Status redis, MeterRegistry registry) {
        for (L2Status.State state : L2Status.State.values()) {
            Gauge.builder(PREFIX + "breaker.state", redis, (each) -> (each.state() == state) ? 1 : 0)
                .tags(tags.and("state", Words.of(state)))
                .description("1 for the state that the circuit breaker is in, 0 for the others")
                .register(registry);
        }
        TimeGauge.builder(PREFIX + "timeout", redis, TimeUnit.NANOSECONDS, (each) -> (double) each.timeout().toNanos())
            .tags(tags)
            .description("Time that a read waits for Redis at present")
            .register(registry);
        Gauge.builder(PREFIX + "waiting", redis, L2Status::waiting)
            .tags(tags)
            .description("Callers that wait for Redis")
            .baseUnit("callers")
            .register(registry);
        Gauge.builder(PREFIX + "in.flight", redis, L2Status::inFlight)
            .tags(tags)
            .description("Commands that were sent and are not answered")
            .baseUnit("commands")
            .register(registry);
        FunctionCounter.builder(PREFIX + "refused", redis, L2Status::refused)
            .tags(tags)
            .description("Redis was not asked, or not waited for")
            .baseUnit("calls")
            .register(registry);
    }

}
