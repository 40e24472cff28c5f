package io.tieredcache.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AuditFigures;
import io.tieredcache.StalenessAudit;

/**
 * The caches there are with their shares, and who is told of those that are audited.
 */
final class AuditedCaches {

    private final Map<String, AuditedCache> caches = new ConcurrentHashMap<>();

    /** Guards the shares, and who is told of whom. */
    private final Object lock = new Object();

    private final Set<String> audited = new HashSet<>();

    private final List<Consumer<String>> told = new ArrayList<>();

    private volatile double share;

    AuditedCaches(double share) {
        this.share = share;
    }

    double share() {
        return this.share;
    }

    void add(AuditedCache cache) {
        synchronized (this.lock) {
            this.caches.put(cache.settings().name(), cache);
            cache.share(this.share);
            tell(cache);
        }
    }

    void share(double newShare) {
        check(newShare);
        synchronized (this.lock) {
            this.share = newShare;
            this.caches.values().forEach((cache) -> {
                cache.share(newShare);
                tell(cache);
            });
        }
    }

    void share(String cache, double newShare) {
        check(newShare);
        AuditedCache audit = this.caches.get(cache);
        if (audit == null) {
            throw new IllegalArgumentException("There is no cache '%s'".formatted(cache));
        }
        synchronized (this.lock) {
            audit.share(newShare);
            tell(audit);
        }
    }

    /**
     * A toggle says a share, {@code null} for none.
     * @return whether it said another one before
     */
    boolean toggle(String cache, @Nullable Double newShare) {
        AuditedCache audit = this.caches.get(cache);
        if (audit == null) {
            return false;
        }
        synchronized (this.lock) {
            boolean changed = audit.toggle(newShare);
            tell(audit);
            return changed;
        }
    }

    private static void check(double share) {
        if (!StalenessAudit.isShare(share)) {
            throw new IllegalArgumentException("A share is 0 to 1, found " + share);
        }
    }

    private void tell(AuditedCache cache) {
        String name = cache.settings().name();
        if (cache.share() > 0 && this.audited.add(name)) {
            this.told.forEach((action) -> action.accept(name));
        }
    }

    void onAudited(Consumer<String> action) {
        synchronized (this.lock) {
            this.told.add(action);
            this.audited.forEach(action);
        }
    }

    boolean isAnyAudited() {
        return this.share > 0 || this.caches.values().stream().anyMatch((cache) -> cache.share() > 0);
    }

    List<AuditFigures> figures() {
        return this.caches.values()
            .stream()
            .map(AuditedCache::figures)
            .sorted(Comparator.comparing(AuditFigures::cache))
            .toList();
    }

    @Nullable AuditFigures figures(String cache) {
        AuditedCache audit = this.caches.get(cache);
        return (audit != null) ? audit.figures() : null;
    }

}
