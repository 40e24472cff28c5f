package io.tieredcache.store;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An invalidation as it can be written down and carried out by another instance.
 *
 * @param expiring whether it lets entries expire only
 * @param keys its keys
 * @param fences names of its fences, see {@link FenceNames}
 */
public record StoredInvalidation(boolean expiring, List<Key> keys, List<String> fences) {

    /**
     * Create an invalidation.
     * @param expiring whether it lets entries expire only
     * @param keys its keys
     * @param fences names of its fences
     */
    public StoredInvalidation {
        keys = List.copyOf(keys);
        fences = List.copyOf(fences);
    }

    /**
     * The invalidation of everything, for where it is not known what was to be.
     * @return the clearing of the namespace
     */
    public static StoredInvalidation ofEverything() {
        return new StoredInvalidation(false, List.of(), List.of(FenceNames.NAMESPACE));
    }

    /**
     * Several invalidations as one.
     * @param invalidations the invalidations
     * @return all their keys and fences, which expire only if each of them lets them
     */
    public static StoredInvalidation merged(Collection<StoredInvalidation> invalidations) {
        Set<Key> keys = new LinkedHashSet<>();
        Set<String> fences = new LinkedHashSet<>();
        boolean expiring = true;
        for (StoredInvalidation each : invalidations) {
            keys.addAll(each.keys());
            fences.addAll(each.fences());
            expiring &= each.expiring();
        }
        return new StoredInvalidation(expiring, List.copyOf(keys), List.copyOf(fences));
    }

    /**
     * A key, which another instance evicts without having declared its cache.
     *
     * @param name its full name, as of {@link EntryKey#name()}
     * @param store name of the store that its entry is in, {@code null} for the
     * application's Redis
     */
    public record Key(String name, @Nullable String store) {

        /**
         * The key of an entry.
         * @param entry the entry's key
         * @return its name and store
         */
        public static Key of(EntryKey entry) {
            return new Key(entry.name(), entry.store());
        }

        /**
         * The entry's key.
         * @return the key
         */
        public EntryKey entry() {
            return new EntryKey(this.name, this.store);
        }

    }

}
