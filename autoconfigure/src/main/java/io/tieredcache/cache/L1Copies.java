package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheMode;
import io.tieredcache.store.L1Entry;

/**
 * The copies in L1 that may be served.
 *
 * @param parts what the cache works with
 */
record L1Copies(CacheParts parts) {

    /**
     * A copy for a caller who can load the value again.
     * @return the copy, {@code null} if there is none that may be served
     */
    @Nullable L1Entry find(Object local, CacheMode mode, long now) {
        if (!this.parts.keepsCopies(mode)) {
            return null;
        }
        L1Entry copy = this.parts.l1().get(local);
        if (copy == null || !this.parts.isTrusted(now)) {
            return null;
        }
        if (this.parts.isValid(copy, now)) {
            return copy;
        }
        if (!this.parts.isStandIn(copy, now)) {
            this.parts.l1().remove(local, copy);
        }
        return null;
    }

    /**
     * A copy for a caller who cannot load the value again.
     * @return the copy, {@code null} if there is none whose time to live is not over
     */
    @Nullable L1Entry findFresh(Object local, CacheMode mode, long now) {
        L1Entry copy = find(local, mode, now);
        return (copy != null && copy.isFresh(now)) ? copy : null;
    }

}
