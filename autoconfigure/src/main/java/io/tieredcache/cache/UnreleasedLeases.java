package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tieredcache.store.EntryKey;

/**
 * Leases of loads that are over, and that Redis may still have: it did not answer when
 * they were to end. They are given back when it does. Until then whoever wants such a key
 * waits for a load that nobody runs.
 * <p>
 * A lease is forgotten once its time is over, since Redis ends it then by itself. Those
 * of which there is no room are not noted: the first ones of an outage are those that
 * Redis has given.
 */
final class UnreleasedLeases {

    static final int MOST = 10_000;

    /** How many are given back in one step. */
    static final int CHUNK = 500;

    private final NamespaceRuntime runtime;

    private final Map<String, Unreleased> waiting = new LinkedHashMap<>();

    UnreleasedLeases(NamespaceRuntime runtime) {
        this.runtime = runtime;
    }

    synchronized int size() {
        return this.waiting.size();
    }

    /**
     * Notes a lease that Redis may have.
     * @param key the key of the entry
     * @param token the owner
     * @param time how long the lease stands at most
     */
    void add(EntryKey key, String token, Duration time) {
        add(new Unreleased(key, token, this.runtime.now() + time.toNanos()));
    }

    private synchronized void add(Unreleased lease) {
        if (this.waiting.size() < MOST) {
            this.waiting.put(lease.token, lease);
        }
    }

    /**
     * Gives some of them back, without waiting for the answers. To be called again and
     * again while Redis answers.
     */
    void giveBack() {
        for (Unreleased lease : takeChunk()) {
            if (lease.until - this.runtime.now() > 0) {
                giveBack(lease);
            }
        }
    }

    private synchronized List<Unreleased> takeChunk() {
        List<Unreleased> chunk = new ArrayList<>();
        Iterator<Unreleased> all = this.waiting.values().iterator();
        while (all.hasNext() && chunk.size() < CHUNK) {
            chunk.add(all.next());
            all.remove();
        }
        return chunk;
    }

    private void giveBack(Unreleased lease) {
        var unused = this.runtime.gateway(lease.key.store())
            .watch(this.runtime.l2().release(lease.key, lease.token, Duration.ZERO))
            .whenComplete((done, failure) -> {
                if (failure != null) {
                    add(lease);
                }
            });
    }

    private record Unreleased(EntryKey key, String token, long until) {

    }

}
