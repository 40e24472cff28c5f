package io.tieredcache.metrics;

import java.util.ArrayDeque;
import java.util.Deque;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.StepOutcome;

/**
 * Observes the steps of the caches: loads, reads of L2, fills, refreshes and
 * invalidations. Their keys are the cache and the outcome. Nothing is observed before
 * {@link #use} is called, and never a hit in L1.
 *
 * @since 0.1.0
 */
public final class CacheObservations implements CacheObserver {

    private volatile ObservationRegistry registry = ObservationRegistry.NOOP;

    /**
     * Create observations.
     */
    public CacheObservations() {
    }

    /**
     * Begins to observe.
     * @param observations where to
     */
    public void use(ObservationRegistry observations) {
        this.registry = observations;
    }

    @Override
    public CacheProbe probe(String cache) {
        return new CacheProbe() {

            @Override
            public Running begin(CacheStep step) {
                String name = name(step);
                return (name != null) ? start(name, cache) : Running.NONE;
            }

        };
    }

    private static @Nullable String name(CacheStep step) {
        return switch (step) {
            case LOAD, BACKGROUND_LOAD, BYPASS_LOAD, AUDIT_LOAD -> "tiered.cache.load";
            case L2_READ -> "tiered.cache.l2.read";
            case L2_FILL -> "tiered.cache.fill";
            case REFRESH -> "tiered.cache.refresh";
            case L2_LEASE, L2_PUT -> null;
        };
    }

    @Override
    public CacheProbe.Running invalidating(String cache) {
        return start("tiered.cache.invalidate", cache);
    }

    private CacheProbe.Running start(String name, String cache) {
        ObservationRegistry used = this.registry;
        if (used.isNoop()) {
            return CacheProbe.Running.NONE;
        }
        Observation observation = Observation.createNotStarted(name, used)
            .contextualName(name.substring("tiered.".length()).replace('.', ' ') + " " + cache)
            .lowCardinalityKeyValue("cache", cache);
        // Where the work goes on on another thread, what the caller does now is still its
        // parent.
        Observation current = used.getCurrentObservation();
        return new Observed(((current != null) ? observation.parentObservation(current) : observation).start());
    }

    /**
     * A step that is observed.
     */
    private static final class Observed implements CacheProbe.Running {

        private final Observation observation;

        private final Deque<Observation.Scope> scopes = new ArrayDeque<>(1);

        Observed(Observation observation) {
            this.observation = observation;
        }

        @Override
        public void enter() {
            this.scopes.push(this.observation.openScope());
        }

        @Override
        public void leave() {
            this.scopes.pop().close();
        }

        @Override
        public void end(StepOutcome outcome, @Nullable Throwable failure) {
            this.observation.lowCardinalityKeyValue(KeyValue.of("outcome", Words.of(outcome)));
            if (failure != null) {
                this.observation.error(failure);
            }
            this.observation.stop();
        }

    }

}
