package io.tieredcache.actuate;

import java.util.List;
import java.util.Map;

import io.tieredcache.CacheSlos;
import io.tieredcache.StalenessAudit;
import io.tieredcache.TieredCache;
import io.tieredcache.ToggleInForce;

/**
 * Describes caches with all that is known of them besides their counts: how long things
 * took, what the audit found, and how the objectives stand.
 */
public final class CacheDescriptions {

    private final CacheLatencies latencies;

    private final StalenessAudit audit;

    private final CacheSlos slos;

    /**
     * Create descriptions.
     * @param latencies how long things took
     * @param audit what was found stale
     * @param slos how the objectives stand
     */
    public CacheDescriptions(CacheLatencies latencies, StalenessAudit audit, CacheSlos slos) {
        this.latencies = latencies;
        this.audit = audit;
        this.slos = slos;
    }

    CacheDescriptor of(TieredCache cache, List<ToggleInForce> toggles) {
        String name = cache.getName();
        long windowMillis = this.slos.window().toMillis();
        return CacheDescriptor.of(cache, toggles, this.latencies.of(name),
                AuditDescriptor.of(this.audit.figures(name), this.audit.against()),
                this.slos.of(name).stream().map((status) -> SloDescriptor.of(status, windowMillis)).toList());
    }

    Map<String, CacheLatencies.Timing> lags() {
        return this.latencies.lags();
    }

}
