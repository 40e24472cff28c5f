package io.tieredcache.audit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheLevel;
import io.tieredcache.CacheSettings;
import io.tieredcache.StalenessFinding;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessListener;
import io.tieredcache.StalenessReason;
import io.tieredcache.store.HitLook;

/**
 * Counts what was found, and tells the listeners and the log.
 */
final class FindingTeller {

    private static final Logger logger = LoggerFactory.getLogger(FindingTeller.class);

    private final StalenessReasons reasons;

    private final List<StalenessListener> listeners;

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    FindingTeller(StalenessReasons reasons, List<StalenessListener> listeners) {
        this.reasons = reasons;
        this.listeners = listeners;
    }

    /**
     * Counts and tells of a look that found a stale value.
     * @param now when it ended
     */
    void found(AuditCase each, HitLook look, long now) {
        CacheSettings cache = each.cache().settings();
        CacheLevel level = (look.level() != null) ? look.level() : CacheLevel.L1;
        StalenessReason reason = (look.reason() != null) ? look.reason()
                : this.reasons.of(cache, level, Duration.ofNanos(each.knownFor(now)));
        StalenessFinding finding = new StalenessFinding(cache.name(), level, each.horizon(), reason, each.keyHash());
        each.cache().findings().count(level, finding.horizon(), reason);
        tell(finding);
        this.listeners.forEach((listener) -> tell(listener, finding));
    }

    private void tell(StalenessFinding finding) {
        if (finding.reason() == StalenessReason.UNEXPLAINED && finding.horizon() == StalenessHorizon.TEN_SECONDS
                && this.warned.add(finding.cache())) {
            logger
                .warn("Cache '{}': the audit found a stale value that {} still serves 10s later, and nothing explains it "
                        + "(key hash {}). Is the source changed without an invalidation? More of them are counted only",
                        finding.cache(), finding.level(), Long.toHexString(finding.keyHash()));
        }
        logger.debug("Audit: {}", finding);
    }

    private static void tell(StalenessListener listener, StalenessFinding finding) {
        try {
            listener.onStaleness(finding);
        }
        catch (RuntimeException ex) {
            logger.warn("A staleness listener ({}) failed with {}", listener.getClass().getName(),
                    ex.getClass().getName());
            logger.debug("Why a staleness listener failed", ex);
        }
    }

}
