package io.tieredcache.cache;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheMode;
import io.tieredcache.EntryPolicy;
import io.tieredcache.store.EntryKey;

/**
 * One read of a key that L1 did not answer, with what it noted before it asked anybody.
 * What comes out of it is judged by these notes.
 */
final class ReadContext {

    private static final byte[] NOTHING = new byte[0];

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

    private boolean looked;

    private boolean refused;

    private byte[] seen = NOTHING;

    private @Nullable Earlier earlier;

    private ReadContext(ReadContext other) {
        this.key = other.key;
        this.local = other.local;
        this.entryKey = other.entryKey;
        this.policy = other.policy;
        this.mode = other.mode;
        this.roots = other.roots;
        this.fences = other.fences;
        this.guard = other.guard;
        this.known = other.known;
        this.begunAt = other.begunAt;
        this.looked = true;
        this.refused = other.refused;
    }

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

    /**
     * Another look into L2 by the notes of this read, which keeps what it saw itself.
     */
    ReadContext again() {
        return new ReadContext(this);
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
     * Whether L2 had something that must not be served.
     */
    boolean isRefused() {
        return this.refused;
    }

    void refused() {
        this.refused = true;
    }

    /**
     * Whether this is the first look into L2. One that comes after it is to see what the
     * first one missed, and so must not be answered by a replica that is behind.
     */
    boolean isFirstLook() {
        boolean first = !this.looked;
        this.looked = true;
        return first;
    }

    /** Start of what L2 held when it was read, empty for nothing. */
    byte[] seen() {
        return this.seen;
    }

    void seen(byte @Nullable [] bytes) {
        this.seen = (bytes != null) ? Arrays.copyOf(bytes, Math.min(bytes.length, Envelope.HEAD)) : NOTHING;
        this.earlier = null;
    }

    /**
     * What an earlier load gave and L2 still holds, though it may be too old to answer
     * this read; {@code null} if nothing is known or it was evicted.
     */
    @Nullable Earlier earlier() {
        return this.earlier;
    }

    void earlier(Earlier found) {
        this.earlier = found;
    }

    /**
     * Whether an invalidation came after this read began, so that no read that begins now
     * may share its outcome.
     */
    boolean isOvertaken(Coherence coherence) {
        return !coherence.stripes().isCurrent(this.entryKey.hash(), this.guard) || this.fences.refuses(this.known);
    }

    /**
     * The result of an earlier load as L2 held it.
     *
     * @param answer the value with what it is judged by
     * @param head the head of the entry's bytes
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Earlier(Answer answer, byte[] head) {

    }

}
