package io.tieredcache;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Compares a share of the hits with where their values come from, in the background, and
 * counts those that are stale. Off unless 'tiered-cache.audit.share' or one of the
 * methods here says otherwise. What it reads is stored nowhere, and a reader never waits
 * for it.
 * <p>
 * Audited are hits of {@link TieredCache#get(Object, EntryPolicy, CacheLoader)}, of the
 * annotations and of {@code retrieve} and {@code getAll} with a loader, outside of
 * transactions that have changed something. A lookup has no loader to compare with.
 * <p>
 * Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface StalenessAudit {

    /**
     * Whether a number is a share.
     * @param number the number
     * @return {@code true} for 0 to 1
     */
    static boolean isShare(double number) {
        return number >= 0 && number <= 1;
    }

    /**
     * Sets the share for all caches, those of their own shares and those made later
     * included, in this process and until the next change. Where
     * {@link CacheToggle#AUDIT} is in force, it holds once that ends.
     * @param share share of the hits of each level, 0 for none to 1 for all
     * @throws IllegalArgumentException if it is not in that range
     */
    void share(double share);

    /**
     * Sets the share for one cache, in this process and until the next change. Where
     * {@link CacheToggle#AUDIT} is in force for it, it holds once that ends.
     * @param cache the cache's name
     * @param share share of the hits of each level, 0 for none to 1 for all
     * @throws IllegalArgumentException if it is not in that range, or there is no such
     * cache
     */
    void share(String cache, double share);

    /**
     * The share that holds for all caches without one of their own, where no toggle says
     * another.
     * @return 0 to 1
     */
    double share();

    /**
     * What hits are compared with.
     * @return the reference
     */
    AuditReference against();

    /**
     * What was counted for each cache there is.
     * @return the figures, by the names of the caches
     */
    List<AuditFigures> figures();

    /**
     * What was counted for one cache.
     * @param cache the cache's name
     * @return the figures, {@code null} if there is no such cache
     */
    @Nullable AuditFigures figures(String cache);

    /**
     * Samples and findings that wait to be looked at.
     * @return the number, at most twice 'tiered-cache.audit.max-open'
     */
    int open();

    /**
     * Tells of each cache that is audited, once, from when it first is: at once of those
     * that are or were audited already, and of the others on the thread that switches
     * them on or makes them.
     * @param action is told the cache's name; must not block
     */
    void onAudited(Consumer<String> action);

}
