package io.tieredcache.cache;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the lease of a load while the source is asked, so that it may take longer than
 * the lease time.
 */
final class LeaseRenewal {

    /** After ten lease times a load counts as lost. */
    private static final int MOST = 30;

    private final @Nullable Future<?> task;

    private LeaseRenewal(@Nullable Future<?> task) {
        this.task = task;
    }

    static LeaseRenewal of(PreparedLoad load, CacheParts parts) {
        String token = load.token();
        if (token == null) {
            return new LeaseRenewal(null);
        }
        long interval = Math.max(1, parts.settings().load().leaseTime().toMillis() / 3);
        AtomicInteger left = new AtomicInteger(MOST);
        return new LeaseRenewal(parts.runtime().every(() -> {
            if (left.getAndDecrement() > 0) {
                extend(load, token, parts);
            }
        }, interval));
    }

    private static void extend(PreparedLoad load, String token, CacheParts parts) {
        var unused = parts.gateway()
            .watch(parts.runtime().l2().extend(load.read().entryKey(), token, parts.settings().load().leaseTime()));
    }

    void end() {
        if (this.task != null) {
            this.task.cancel(false);
        }
    }

}
