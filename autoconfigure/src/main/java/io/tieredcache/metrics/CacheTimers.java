package io.tieredcache.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLevel;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.StepOutcome;

/**
 * The timers and summaries of one cache: what cannot be read from its counters.
 */
final class CacheTimers implements CacheProbe {

    private static final Duration[] AGES = { Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(30),
            Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1),
            Duration.ofHours(6), Duration.ofDays(1) };

    private static final Map<CacheStep, List<StepOutcome>> OUTCOMES = Map.of(CacheStep.LOAD,
            List.of(StepOutcome.SUCCESS, StepOutcome.ERROR), CacheStep.BACKGROUND_LOAD,
            List.of(StepOutcome.SUCCESS, StepOutcome.ERROR), CacheStep.BYPASS_LOAD,
            List.of(StepOutcome.SUCCESS, StepOutcome.ERROR), CacheStep.AUDIT_LOAD,
            List.of(StepOutcome.SUCCESS, StepOutcome.ERROR), CacheStep.L2_READ,
            List.of(StepOutcome.SUCCESS, StepOutcome.SKIPPED, StepOutcome.ERROR), CacheStep.L2_LEASE,
            List.of(StepOutcome.SUCCESS, StepOutcome.SKIPPED, StepOutcome.ERROR), CacheStep.L2_FILL,
            List.of(StepOutcome.SUCCESS, StepOutcome.REFUSED, StepOutcome.SKIPPED, StepOutcome.ERROR), CacheStep.L2_PUT,
            List.of(StepOutcome.SUCCESS, StepOutcome.REFUSED, StepOutcome.SKIPPED, StepOutcome.ERROR));

    private final Map<CacheStep, Map<StepOutcome, Timer>> steps = new EnumMap<>(CacheStep.class);

    private final Map<CacheLevel, Timer> ages = new EnumMap<>(CacheLevel.class);

    private final Timer misses;

    private final Timer waits;

    private final Timer serialization;

    private final Timer deserialization;

    private final DistributionSummary serialized;

    private final DistributionSummary deserialized;

    CacheTimers(String cache, MeterRegistry registry) {
        OUTCOMES.forEach((step, outcomes) -> outcomes
            .forEach((outcome) -> this.steps.computeIfAbsent(step, (missing) -> new EnumMap<>(StepOutcome.class))
                .put(outcome, step(step).tag("cache", cache).tag("outcome", Words.of(outcome)).register(registry))));
        for (CacheLevel level : new CacheLevel[] { CacheLevel.L1, CacheLevel.L2 }) {
            this.ages.put(level,
                    Timer.builder("tiered.cache.hit.age")
                        .tags("cache", cache, "level", Words.of(level))
                        .description("Time since the values that were served had been loaded; of L1 a sample")
                        .serviceLevelObjectives(AGES)
                        .register(registry));
        }
        this.misses = Timer.builder("tiered.cache.miss.penalty")
            .tag("cache", cache)
            .description("Time of reads that no level answered, from the read to its value or error")
            .register(registry);
        this.waits = Timer.builder("tiered.cache.lease.waits")
            .tag("cache", cache)
            .description("Time that reads waited for another instance's load")
            .register(registry);
        this.serialization = serialization(cache, "write", registry);
        this.deserialization = serialization(cache, "read", registry);
        this.serialized = payload(cache, "write", registry);
        this.deserialized = payload(cache, "read", registry);
    }

    private static Timer.Builder step(CacheStep step) {
        return switch (step) {
            case LOAD -> load("caller");
            case BACKGROUND_LOAD -> load("background");
            case BYPASS_LOAD -> load("bypass");
            case AUDIT_LOAD -> load("audit");
            case L2_READ -> call("read");
            case L2_LEASE -> call("lease");
            case L2_FILL -> call("fill");
            case L2_PUT -> call("put");
            case REFRESH -> throw new IllegalArgumentException("A refresh has no timer of its own");
        };
    }

    private static Timer.Builder load(String by) {
        return Timer.builder("tiered.cache.loads").tag("by", by).description("Calls of the source");
    }

    private static Timer.Builder call(String operation) {
        return Timer.builder("tiered.cache.l2.calls")
            .tag("operation", operation)
            .description("Round trips to Redis, as long as their caller waited for them");
    }

    private static Timer serialization(String cache, String direction, MeterRegistry registry) {
        return Timer.builder("tiered.cache.serialization")
            .tags("cache", cache, "direction", direction)
            .description("Time to write values in their serialized form and to read them from it")
            .register(registry);
    }

    private static DistributionSummary payload(String cache, String direction, MeterRegistry registry) {
        return DistributionSummary.builder("tiered.cache.payload.size")
            .tags("cache", cache, "direction", direction)
            .description("Size of the serialized form of values")
            .baseUnit("bytes")
            .register(registry);
    }

    @Override
    public Running begin(CacheStep step) {
        Map<StepOutcome, Timer> timers = this.steps.get(step);
        return (timers != null) ? new Timed(timers, System.nanoTime()) : Running.NONE;
    }

    @Override
    public void age(CacheLevel level, Duration age) {
        Timer timer = this.ages.get(level);
        if (timer != null) {
            timer.record(age);
        }
    }

    @Override
    public void missed(long nanos) {
        this.misses.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void loaded(long nanos) {
        Map<StepOutcome, Timer> timers = this.steps.get(CacheStep.LOAD);
        Timer timer = (timers != null) ? timers.get(StepOutcome.SUCCESS) : null;
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void waited(long nanos) {
        this.waits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void serialized(long nanos, int bytes) {
        this.serialization.record(nanos, TimeUnit.NANOSECONDS);
        this.serialized.record(bytes);
    }

    @Override
    public void deserialized(long nanos, int bytes) {
        this.deserialization.record(nanos, TimeUnit.NANOSECONDS);
        this.deserialized.record(bytes);
    }

    /**
     * A step under way.
     */
    private record Timed(Map<StepOutcome, Timer> timers, long begun) implements Running {

        @Override
        public void end(StepOutcome outcome, @Nullable Throwable failure) {
            Timer timer = this.timers.get(outcome);
            if (timer != null) {
                timer.record(System.nanoTime() - this.begun, TimeUnit.NANOSECONDS);
            }
        }

    }

}
