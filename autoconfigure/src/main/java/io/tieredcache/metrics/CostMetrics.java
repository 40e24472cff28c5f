package io.tieredcache.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

import io.tieredcache.BudgetUse;
import io.tieredcache.CacheBill;
import io.tieredcache.CacheCost;
import io.tieredcache.CacheCosts;
import io.tieredcache.TieredCache;
import io.tieredcache.store.CacheObserver;

/**
 * Meters of what the caches occupy, cost and save. Those of a cache are made with it.
 * What is not known is not a number.
 *
 * @since 0.1.0
 */
public final class CostMetrics implements CacheObserver, MeterBinder {

    private static final String PREFIX = "tiered.cache.";

    private final CompositeMeterRegistry meters = new CompositeMeterRegistry();

    private final CacheCosts costs;

    /**
     * Create meters.
     * @param costs the caches
     */
    public CostMetrics(CacheCosts costs) {
        this.costs = costs;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.meters.add(registry);
    }

    @Override
    public void created(TieredCache cache) {
        String name = cache.getName();
        sizes(name);
        bills(name);
        for (BudgetUse.Resource resource : BudgetUse.Resource.values()) {
            gauge("budget.used", null, "Share of the budget that is used", name, (cost) -> used(cost, resource),
                    "resource", Words.of(resource));
        }
        TimeGauge
            .builder(PREFIX + "cost.source.time.saved", this.costs, TimeUnit.NANOSECONDS,
                    (each) -> value(each, name, CostMetrics::savedNanos))
            .tag("cache", name)
            .description("Time of the source that the cache saved in the last 60 looks")
            .register(this.meters);
    }

    private void sizes(String name) {
        String size = "Bytes held, counted or estimated from a sample";
        gauge("cost.size", "bytes", size, name, (cost) -> cost.l1().bytes(), "level", "l1");
        gauge("cost.size", "bytes", size, name, (cost) -> cost.l2().bytes(), "level", "l2");
        gauge("cost.size.error", "bytes", "Standard error of the estimated bytes", name,
                (cost) -> cost.l2().standardError(), "level", "l2");
        gauge("cost.entries", "entries", "Entries held, of all instances", name, (cost) -> cost.l2().entries(), "level",
                "l2");
    }

    private void bills(String name) {
        String parts = "What a million reads cost by the configured prices";
        bill("cost.per.million", parts, name, CacheBill::l1, "part", "l1");
        bill("cost.per.million", parts, name, CacheBill::l2, "part", "l2");
        bill("cost.per.million", parts, name, CacheBill::network, "part", "network");
        bill("cost.per.million", parts, name, CacheBill::source, "part", "source");
        bill("cost.per.million.without.cache", "What a million reads cost if each called the source", name,
                CacheBill::withoutCache);
        bill("cost.per.million.saved", "What the cache saves in a million reads", name, CacheBill::saved);
    }

    private void bill(String meter, String description, String name, Function<CacheBill, @Nullable Double> part,
            String... tags) {
        gauge(meter, null, description, name, (cost) -> (cost.bill() != null) ? part.apply(cost.bill()) : null, tags);
    }

    private void gauge(String meter, @Nullable String unit, String description, String name,
            Function<CacheCost, @Nullable Number> figure, String... tags) {
        ToDoubleFunction<CacheCosts> value = (each) -> value(each, name, figure);
        Gauge.builder(PREFIX + meter, this.costs, value)
            .tags(Tags.of("cache", name).and(tags))
            .description(description)
            .baseUnit(unit)
            .register(this.meters);
    }

    private static double value(CacheCosts costs, String name, Function<CacheCost, @Nullable Number> figure) {
        CacheCost cost = costs.of(name);
        Number number = (cost != null) ? figure.apply(cost) : null;
        return (number != null) ? number.doubleValue() : Double.NaN;
    }

    private static @Nullable Double used(CacheCost cost, BudgetUse.Resource resource) {
        return cost.budgets()
            .stream()
            .filter((use) -> use.resource() == resource)
            .findFirst()
            .map(BudgetUse::ratio)
            .orElse(null);
    }

    private static @Nullable Long savedNanos(CacheCost cost) {
        Duration saved = cost.use().savedTime();
        return (saved != null) ? saved.toNanos() : null;
    }

}
