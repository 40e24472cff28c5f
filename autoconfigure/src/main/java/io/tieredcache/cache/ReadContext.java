package io.tieredcache.cache;

import io.tieredcache.CacheMode;
import io.tieredcache.EntryPolicy;
import io.tieredcache.store.EntryKey;

/**
 * One read of a key that L1 did not answer, with what it noted before it asked anybody.
 * What comes out of it is judged by these notes.
 */
final class ReadContext {

    private final Object key;

    private final Object local;

    private final EntryKey entryKey;

    private final EntryPolicy policy;

    private final CacheMode mode;

    private final FenceSet fences;

    private final FenceSet roots;

    private final long guard;

    private final long known;

    private final long begunAt;

    private boolean l2Failed;

    ReadContext(Object key, Object local, EntryKey entryKey, EntryPolicy policy, CacheMode mode, FenceSet roots,
            FenceSet tags, Coherence coherence, long begunAt) {
        this.key = key;
        this.local = local;
        this.entryKey = entryKey;
        this.policy = policy;
        this.mode = mode;
        this.roots = roots;
        this.fences = roots.and(tags);
        this.guard = coherence.stripes().tick();
        this.known = coherence.known();
        this.begunAt = begunAt;
    }

    Object key() {
        return this.key;
    }

    Object local() {
        return this.local;
    }

    EntryKey entryKey() {
        return this.entryKey;
    }

    EntryPolicy policy() {
        return this.policy;
    }

    CacheMode mode() {
        return this.mode;
    }

    /** Fences of the namespace and the cache. */
    FenceSet roots() {
        return this.roots;
    }

    /** The roots and the fences of the tags that are known before the load. */
    FenceSet fences() {
        return this.fences;
    }

    long guard() {
        return this.guard;
    }

    /** When this read began, by the nanosecond ticker. */
    long begunAt() {
        return this.begunAt;
    }

    boolean usesL2() {
        return this.mode.usesL2() && !this.l2Failed;
    }

    void l2Failed() {
        this.l2Failed = true;
    }

    /**
     * Whether an invalidation came after this read began, so that no read that begins now
     * may share its outcome.
     */
    boolean isOvertaken(Coherence coherence) {
        return !coherence.stripes().isCurrent(this.entryKey.hash(), this.guard) || this.fences.refuses(this.known);
    }

}
