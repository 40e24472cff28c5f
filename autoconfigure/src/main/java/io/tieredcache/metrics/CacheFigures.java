package io.tieredcache.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import io.tieredcache.CacheCounter;
import io.tieredcache.L1Removal;
import io.tieredcache.ReadOutcome;
import io.tieredcache.TieredCache;

/**
 * The meters of one cache that only look at what the cache counts anyway.
 */
final class CacheFigures {

    private static final String PREFIX = "tiered.cache.";

    private final TieredCache cache;

    private final MeterRegistry registry;

    private CacheFigures(TieredCache cache, MeterRegistry registry) {
        this.cache = cache;
        this.registry = registry;
    }

    static void bind(TieredCache cache, MeterRegistry registry) {
        CacheFigures figures = new CacheFigures(cache, registry);
        figures.reads();
        figures.loads();
        figures.l1();
        figures.l2();
        figures.writes();
    }

    private void reads() {
        for (ReadOutcome outcome : ReadOutcome.values()) {
            counter("reads", "reads", "Reads, each as one of these", (cache) -> cache.count(outcome), "level",
                    (outcome.level() != null) ? Words.of(outcome.level()) : "none", "result", outcome.result());
        }
        String standIns = "Older values that were served since a new one could not be had";
        counter("stand.ins", "reads", standIns, CacheCounter.STALE_ON_ERROR, "reason", "error");
        counter("stand.ins", "reads", standIns, CacheCounter.STALE_ON_TIMEOUT, "reason", "timeout");
        counter("stand.ins", "reads", standIns, CacheCounter.L2_SOFT_TIMEOUT, "reason", "slow-l2");
    }

    private void loads() {
        counter("source.calls", "calls", "Calls of the source, from the cache's creation on", CacheCounter.SOURCE_CALL);
        String shared = "Reads that another caller's load answered";
        counter("loads.shared", "reads", shared, CacheCounter.SHARED_LOAD, "with", "instance");
        counter("loads.shared", "reads", shared, CacheCounter.SHARED_FLEET_LOAD, "with", "fleet");
        counter("loads.not.modified", "loads", "Loads that found the earlier value unchanged",
                CacheCounter.NOT_MODIFIED);
        counter("loads.timeouts", "reads", "Reads that waited for a load as long as they may",
                CacheCounter.LOAD_TIMEOUT);
        counter("refreshes", "loads", "Loads behind readers that were served meanwhile", CacheCounter.REFRESH);
    }

    private void l1() {
        Tags tags = tags("level", "l1");
        Gauge.builder(PREFIX + "entries", this.cache, (cache) -> cache.l1Figures().size())
            .tags(tags)
            .description("Entries")
            .baseUnit("entries")
            .register(this.registry);
        Gauge.builder(PREFIX + "size", this.cache, CacheFigures::bytes)
            .tags(tags)
            .description("Serialized size of the entries, where it is known")
            .baseUnit("bytes")
            .register(this.registry);
        for (L1Removal cause : L1Removal.values()) {
            counter("evictions", "entries", "Copies that left L1", (cache) -> cache.l1Figures().removed(cause), "cause",
                    Words.of(cause));
        }
    }

    private static double bytes(TieredCache cache) {
        return cache.l1Figures().bytes().stream().asDoubleStream().findAny().orElse(Double.NaN);
    }

    private void l2() {
        String failures = "Reads and fills that did without Redis";
        counter("l2.failures", "operations", failures, CacheCounter.L2_ERROR, "kind", "error");
        counter("l2.failures", "operations", failures, CacheCounter.L2_REFUSED, "kind", "skipped");
        String refused = "Entries of L2 that were not served";
        counter("l2.refused", "entries", refused, CacheCounter.INVALIDATED_ENTRY, "reason", "invalidated");
        counter("l2.refused", "entries", refused, CacheCounter.UNREADABLE_ENTRY, "reason", "unreadable");
        counter("l2.refused", "entries", refused, CacheCounter.FOREIGN_KEY_ENTRY, "reason", "foreign");
        counter("l2.refused", "entries", refused, CacheCounter.REPLICA_REFUSED, "reason", "replica");
        String bytes = "Bytes of entries that went over the network";
        counter("l2.traffic", "bytes", bytes, CacheCounter.L2_BYTES_READ, "direction", "read");
        counter("l2.traffic", "bytes", bytes, CacheCounter.L2_BYTES_WRITTEN, "direction", "write");
    }

    private void writes() {
        String fills = "Values to be stored in L2";
        counter("fills", "values", fills, CacheCounter.FILL, "result", "stored");
        counter("fills", "values", fills, CacheCounter.REFUSED_FILL, "result", "refused");
        counter("fills", "values", fills, CacheCounter.UNWRITABLE, "result", "unwritable");
        counter("puts", "puts", "Explicit puts", CacheCounter.PUT);
        counter("puts.superseded", "puts", "Puts left out since a higher version came before",
                CacheCounter.SUPERSEDED_PUT);
        counter("removals", "calls", "Explicit evictions and clears by this instance", CacheCounter.INVALIDATION);
        counter("removals.unacknowledged", "calls", "Puts, evictions and clears that Redis did not acknowledge",
                CacheCounter.INVALIDATION_FAILURE);
    }

    private void counter(String name, String unit, String description, CacheCounter counter, String... tags) {
        counter(name, unit, description, (cache) -> cache.count(counter), tags);
    }

    private void counter(String name, String unit, String description, ToDoubleFunction<TieredCache> count,
            String... tags) {
        FunctionCounter.builder(PREFIX + name, this.cache, count)
            .tags(tags(tags))
            .description(description)
            .baseUnit(unit)
            .register(this.registry);
    }

    private Tags tags(String... others) {
        return Tags.of("cache", this.cache.getName()).and(others);
    }

}
