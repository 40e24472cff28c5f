package io.tieredcache.actuate;

import java.util.List;
import java.util.Map;

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

    /**
     * Create it.
     * @param latencies how long things took
     * @param audit what was found stale
     * @param slos how the objectives stand
     */
    public CacheDescriptors(CacheLatencies latencies, StalenessAudit audit, CacheSlos slos) {
        this.latencies = latencies;
        this.audit = audit;
        this.slos = slos;
    }

    CacheDescriptor describe(TieredCache cache, List<ToggleInForce> inForce) {
        String name = cache.getName();
        long windowMillis = this.slos.window().toMillis();
        return CacheDescriptor.of(cache, inForce, this.latencies.of(name),
                AuditDescriptor.of(this.audit.figures(name), this.audit.against()),
                this.slos.of(name).stream().map((status) -> SloDescriptor.of(status, windowMillis)).toList());
    }

    Map<String, CacheLatencies.Timing> lags() {
        return this.latencies.lags();
    }

}
