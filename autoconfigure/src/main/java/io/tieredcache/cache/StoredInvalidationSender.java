package io.tieredcache.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.StoredInvalidation;

/**
 * Sends invalidations that were written down, by the outbox or by another region, and
 * waits until Redis acknowledges them.
 *
 * @param runtime what all caches share
 */
record StoredInvalidationSender(NamespaceRuntime runtime) {

    void invalidate(StoredInvalidation stored) {
        List<EntryKey> keys = entries(stored);
        acknowledged(stored, keys, this.runtime.l2().invalidate(keys, stored.fences(), stored.expiring(), List.of()));
    }

    /**
     * Invalidates what another region has invalidated. What is in a store that does not
     * take it is invalidated with its whole cache.
     */
    void relay(StoredInvalidation stored) {
        try {
            sendRelayed(stored);
        }
        catch (L2UnavailableException ex) {
            StoredInvalidation wider = RelayedInvalidations.withoutStores(this.runtime.namespace(), stored);
            if (wider.equals(stored) || !this.runtime.isAnswered()) {
                throw ex;
            }
            sendRelayed(wider);
        }
    }

    private void sendRelayed(StoredInvalidation stored) {
        List<EntryKey> keys = entries(stored);
        acknowledged(stored, keys, this.runtime.l2().relay(keys, stored.fences(), stored.expiring()));
    }

    private static List<EntryKey> entries(StoredInvalidation stored) {
        return stored.keys().stream().map(StoredInvalidation.Key::entry).toList();
    }

    private void acknowledged(StoredInvalidation stored, List<EntryKey> keys, CompletableFuture<Long> number) {
        this.runtime.coherence()
            .invalidate(this.runtime.gateway().awaitQuietly(number), stored.expiring(), stored.fences(),
                    keys.stream().map(EntryKey::hash).toList());
    }

}
