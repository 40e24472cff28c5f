package io.tieredcache.actuate;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCost;
import io.tieredcache.CacheCosts;
import io.tieredcache.CacheSlos;
import io.tieredcache.StalenessAudit;
import io.tieredcache.TieredCache;
import io.tieredcache.ToggleInForce;

/**
 * Describes caches from all that is known of them.
 */
public final class CacheDescriptors {

    private final CacheLatencies latencies;

    private final StalenessAudit audit;

    private final CacheSlos slos;

    private final @Nullable CacheCosts costs;

    /**
     * Create it.
     * @param latencies how long things took
     * @param audit what was found stale
     * @param slos how the objectives stand
     * @param costs what the caches cost, {@code null} if nobody looks at that
     */
    public CacheDescriptors(CacheLatencies latencies, StalenessAudit audit, CacheSlos slos,
            @Nullable CacheCosts costs) {
        this.latencies = latencies;
        this.audit = audit;
        this.slos = slos;
        this.costs = costs;
    }

    CacheDescriptor describe(TieredCache cache, List<ToggleInForce> inForce) {
        String name = cache.getName();
        long windowMillis = this.slos.window().toMillis();
        return CacheDescriptor.of(cache, inForce, this.latencies.of(name),
                AuditDescriptor.of(this.audit.figures(name), this.audit.against()),
                this.slos.of(name).stream().map((status) -> SloDescriptor.of(status, windowMillis)).toList(),
                cost(name));
    }

    private @Nullable CostDescriptor cost(String cache) {
        CacheCost cost = (this.costs != null) ? this.costs.of(cache) : null;
        return (cost != null) ? CostDescriptor.of(cost) : null;
    }

    Map<String, CacheLatencies.Timing> lags() {
        return this.latencies.lags();
    }

}
