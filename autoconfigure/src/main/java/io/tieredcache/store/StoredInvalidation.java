package io.tieredcache.store;

import java.util.List;

/**
 * An invalidation as it can be written down and carried out by another instance.
 *
 * @param expiring whether it lets entries expire only
 * @param keys full names of its keys, as of {@link EntryKey#name()}
 * @param fences names of its fences, see {@link FenceNames}
 */
public record StoredInvalidation(boolean expiring, List<String> keys, List<String> fences) {

    /**
     * Create an invalidation.
     * @param expiring whether it lets entries expire only
     * @param keys full names of its keys
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

}
