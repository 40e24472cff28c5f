package io.tieredcache.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

import io.tieredcache.TieredCache;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.StepOutcome;

/**
 * The meters of the caches. Those of a cache are made with it, for every registry that
 * this is bound to now or later. What was counted before counts; what took its time
 * before is not measured.
 *
 * @since 0.1.0
 */
public final class CacheMeters implements CacheObserver, MeterBinder {

    /** Name of the timer of invalidations. */
    public static final String INVALIDATIONS = "tiered.cache.invalidations";

    private final CompositeMeterRegistry meters = new CompositeMeterRegistry();

    private final Map<StepOutcome, Timer> invalidations = new EnumMap<>(StepOutcome.class);

    /**
     * Create the meters.
     */
    public CacheMeters() {
        for (StepOutcome outcome : new StepOutcome[] { StepOutcome.SUCCESS, StepOutcome.SKIPPED, StepOutcome.ERROR }) {
            this.invalidations.put(outcome,
                    Timer.builder(INVALIDATIONS)
                        .tag("outcome", Words.of(outcome))
                        .description("Invalidations by this instance, until Redis acknowledged them")
                        .register(this.meters));
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.meters.add(registry);
    }

    @Override
    public CacheProbe probe(String cache) {
        return new CacheTimers(cache, this.meters);
    }

    @Override
    public void created(TieredCache cache) {
        CacheFigures.bind(cache, this.meters);
    }

    @Override
    public CacheProbe.Running invalidating(String cache) {
        long begun = System.nanoTime();
        return new CacheProbe.Running() {

            @Override
            public void end(StepOutcome outcome, @Nullable Throwable failure) {
                Objects.requireNonNull(CacheMeters.this.invalidations.get(outcome))
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }

        };
    }

}
