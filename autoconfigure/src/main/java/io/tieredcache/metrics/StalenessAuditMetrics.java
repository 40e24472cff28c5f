package io.tieredcache.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.CacheLevel;
import io.tieredcache.StalenessAudit;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessReason;

/**
 * Meters of the staleness audit, for each cache from when it is first audited.
 *
 * @since 0.1.0
 */
public final class StalenessAuditMetrics implements MeterBinder {

    private static final String PREFIX = "tiered.cache.audit.";

    private final StalenessAudit audit;

    /**
     * Create meters.
     * @param audit the audit
     */
    public StalenessAuditMetrics(StalenessAudit audit) {
        this.audit = audit;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(PREFIX + "open", this.audit, StalenessAudit::open)
            .description("Samples and findings that wait to be looked at")
            .baseUnit("samples")
            .register(registry);
        this.audit.onAudited((cache) -> bind(cache, registry));
    }

    private void bind(String cache, MeterRegistry registry) {
        Tags tags = Tags.of("cache", cache);
        Gauge.builder(PREFIX + "share", this.audit, (each) -> value(each, cache, AuditFigures::share))
            .description("Share of the hits that is audited")
            .tags(tags)
            .register(registry);
        counter("reads", "How often the audit read what it compares with", "reads", tags, cache, AuditFigures::reads,
                registry);
        for (CacheLevel level : new CacheLevel[] { CacheLevel.L1, CacheLevel.L2 }) {
            Tags ofLevel = tags.and("level", name(level));
            counter("samples", "Hits taken as samples", "hits", ofLevel, cache,
                    (each) -> each.samples().getOrDefault(level, 0L), registry);
            for (StalenessHorizon horizon : StalenessHorizon.values()) {
                for (StalenessReason reason : StalenessReason.values()) {
                    counter("stale", "Stale values found, once for each horizon", "values",
                            ofLevel.and("horizon", name(horizon), "reason", name(reason)), cache,
                            (each) -> each.stale(level, horizon, reason), registry);
                }
            }
        }
        for (AuditOutcome outcome : AuditOutcome.values()) {
            counter("outcomes", "What became of the samples", "samples", tags.and("outcome", name(outcome)), cache,
                    (each) -> each.outcome(outcome), registry);
        }
    }

    private void counter(String name, String description, String unit, Tags tags, String cache,
            ToDoubleFunction<AuditFigures> count, MeterRegistry registry) {
        FunctionCounter.builder(PREFIX + name, this.audit, (each) -> value(each, cache, count))
            .description(description)
            .baseUnit(unit)
            .tags(tags)
            .register(registry);
    }

    private static double value(StalenessAudit audit, String cache, ToDoubleFunction<AuditFigures> figure) {
        AuditFigures figures = audit.figures(cache);
        return (figures != null) ? figure.applyAsDouble(figures) : 0;
    }

    private static String name(StalenessHorizon horizon) {
        return horizon.after().toSeconds() + "s";
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

}
