package io.tieredcache.metrics;

import java.util.Locale;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.CacheSlos;
import io.tieredcache.SloObjective;
import io.tieredcache.SloStatus;

/**
 * The gauge {@value #BURN}, of each objective of each cache: how fast its error budget is
 * spent in this process.
 *
 * @since 0.1.0
 */
public final class SloMetrics implements MeterBinder {

    /** Name of the gauge. */
    public static final String BURN = "tiered.cache.slo.burn";

    private final CacheSlos slos;

    /**
     * Create meters.
     * @param slos the objectives
     */
    public SloMetrics(CacheSlos slos) {
        this.slos = slos;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.slos.onObjective((status) -> bind(status.cache(), status.objective(), registry));
    }

    private void bind(String cache, SloObjective objective, MeterRegistry registry) {
        Gauge.builder(BURN, this.slos, (each) -> burn(each, cache, objective))
            .description("Share of errors over the window, divided by the share that the objective allows")
            .tags("cache", cache, "objective", objective.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .register(registry);
    }

    private static double burn(CacheSlos slos, String cache, SloObjective objective) {
        return slos.of(cache)
            .stream()
            .filter((status) -> status.objective() == objective)
            .mapToDouble(SloStatus::burn)
            .sum();
    }

}
