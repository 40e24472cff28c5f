package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheMode;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Store;

/**
 * The copies in L1 that may be served.
 */
final class L1Copies {

    private final L1Store l1;

    private final CopyJudge judge;

    L1Copies(CacheParts parts) {
        this.l1 = parts.l1();
        this.judge = parts.judge();
    }

    /**
     * A copy for a caller who can load the value again.
     * @return the copy, {@code null} if there is none that may be served
     */
    @Nullable L1Entry find(Object local, CacheMode mode, long now) {
        if (!this.judge.keepsCopies(mode)) {
            return null;
        }
        L1Entry copy = this.l1.get(local);
        if (copy == null || !this.judge.isTrusted(now)) {
            return null;
        }
        if (this.judge.isValid(copy, now)) {
            return copy;
        }
        if (!this.judge.isStandIn(copy, now)) {
            this.l1.remove(local, copy);
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
