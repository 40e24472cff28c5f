package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.tieredcache.store.EntryNames;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.StoredInvalidation;

/**
 * What becomes of another region's invalidation that cannot be carried out as it is.
 */
final class RelayedInvalidations {

    private RelayedInvalidations() {
    }

    /**
     * An invalidation that needs the application's Redis only: the caches in place of
     * keys in stores.
     */
    static StoredInvalidation withoutStores(String namespace, StoredInvalidation stored) {
        List<StoredInvalidation.Key> keys = new ArrayList<>();
        Set<String> fences = new LinkedHashSet<>(stored.fences());
        for (StoredInvalidation.Key key : stored.keys()) {
            if (key.store() == null) {
                keys.add(key);
            }
            else {
                String cache = EntryNames.cacheOf(namespace, key.name());
                fences.add((cache != null) ? FenceNames.ofCache(cache) : FenceNames.NAMESPACE);
            }
        }
        return new StoredInvalidation(stored.expiring(), keys, List.copyOf(fences));
    }

}
