package io.tieredcache.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.InvalidationListener;

/**
 * The timer {@value #NAME}: how long it took until an invalidation had its effect in this
 * instance, from its event ({@code from=event}) and from its publishing
 * ({@code from=publish}). With the 50th and 99th percentile of this instance, and with
 * buckets that can be added up over instances.
 *
 * @since 0.1.0
 */
public final class InvalidationLagMetrics implements InvalidationListener, MeterBinder {

    /** Name of the timer. */
    public static final String NAME = "tiered.cache.invalidation.lag";

    private static final Duration[] BUCKETS = { Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10),
            Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
            Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofMinutes(5) };

    private final List<Timer> sinceEvent = new CopyOnWriteArrayList<>();

    private final List<Timer> sincePublish = new CopyOnWriteArrayList<>();

    /**
     * Create the meters.
     */
    public InvalidationLagMetrics() {
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.sinceEvent.add(timer("event", "from the event that made it necessary", registry));
        this.sincePublish.add(timer("publish", "from its publishing", registry));
    }

    private static Timer timer(String from, String words, MeterRegistry registry) {
        return Timer.builder(NAME)
            .tag("from", from)
            .description("Time until an invalidation had its effect in this instance, " + words)
            .publishPercentiles(0.5, 0.99)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    }

    @Override
    public void onInvalidation(AppliedInvalidation applied) {
        Duration publishLag = applied.publishLag();
        this.sincePublish.forEach((timer) -> timer.record(publishLag));
        if (!this.sinceEvent.isEmpty()) {
            applied.eventLags().forEach((lag) -> this.sinceEvent.forEach((timer) -> timer.record(lag)));
        }
    }

}
