package io.tieredcache.cache;

import java.util.function.Supplier;

import io.tieredcache.AuditReference;
import io.tieredcache.CacheLevel;
import io.tieredcache.CacheMode;
import io.tieredcache.EntryPolicy;
import io.tieredcache.store.AuditedHit;
import io.tieredcache.store.HitLook;
import io.tieredcache.store.HitSampler;
import io.tieredcache.store.L1Entry;

/**
 * Hands some of the hits to the audit, each with what it needs to look at them again. Of
 * the value itself nothing is kept: it is known by its load.
 */
final class HitSamples {

    private final HitSampler sampler;

    private final CacheParts parts;

    private final EntryReader reader;

    private final LoadingThreads threads;

    private final StandIns standIns;

    private final L1Copies copies;

    private final Supplier<CacheMode> mode;

    HitSamples(CacheParts parts, EntryReader reader, LoadingThreads threads, StandIns standIns,
            Supplier<CacheMode> mode) {
        this.sampler = parts.runtime().audit().sampler(parts.settings());
        this.parts = parts;
        this.reader = reader;
        this.threads = threads;
        this.standIns = standIns;
        this.copies = new L1Copies(parts);
        this.mode = mode;
    }

    /**
     * Whether the hit that asks is to be a sample.
     */
    boolean isDue(CacheLevel level) {
        return this.sampler.isDue(level);
    }

    /**
     * Takes what a read was answered as a sample, if it is a hit and due.
     * @param answer what the reader is given
     * @param key the key as the caller gave it
     * @param policy what is said of the entry
     * @param source loads the key
     */
    void takeIfDue(Answer answer, Object key, EntryPolicy policy, Source source) {
        if (answer.level() != CacheLevel.SOURCE && isDue(answer.level())) {
            take(answer.level(), answer.entry(), key, this.parts.keys().local(key), policy, source);
        }
    }

    /**
     * Takes a hit as a sample.
     * @param level the level that served it
     * @param entry what was served
     * @param key the key as the caller gave it
     * @param local the key in this process
     * @param policy what is said of the entry
     * @param source loads the key
     */
    void take(CacheLevel level, L1Entry entry, Object key, Object local, EntryPolicy policy, Source source) {
        this.sampler.take(level, new Hit(key, local, policy, source, entry.keyHash(), entry.stamp(),
                entry.details().life().createdAt()));
    }

    CacheParts parts() {
        return this.parts;
    }

    EntryReader reader() {
        return this.reader;
    }

    LoadingThreads threads() {
        return this.threads;
    }

    StandIns standIns() {
        return this.standIns;
    }

    L1Copies copies() {
        return this.copies;
    }

    CacheMode mode() {
        return this.mode.get();
    }

    /**
     * A hit, known by the load that its value came from.
     */
    final class Hit implements AuditedHit {

        private final Object key;

        private final Object local;

        private final EntryPolicy policy;

        private final Source source;

        private final long keyHash;

        private final long stamp;

        private final long createdAt;

        Hit(Object key, Object local, EntryPolicy policy, Source source, long keyHash, long stamp, long createdAt) {
            this.key = key;
            this.local = local;
            this.policy = policy;
            this.source = source;
            this.keyHash = keyHash;
            this.stamp = stamp;
            this.createdAt = createdAt;
        }

        @Override
        public long keyHash() {
            return this.keyHash;
        }

        @Override
        public HitLook look(AuditReference against) {
            return new HitComparison(HitSamples.this, this, against).look();
        }

        Object key() {
            return this.key;
        }

        Object local() {
            return this.local;
        }

        EntryPolicy policy() {
            return this.policy;
        }

        Source source() {
            return this.source;
        }

        /**
         * Whether an entry is what was served: the result of the same load, not one of
         * the same value.
         */
        boolean isIn(L1Entry entry) {
            return entry.stamp() == this.stamp && entry.details().life().createdAt() == this.createdAt;
        }

        /**
         * Whether an entry comes from a later load.
         */
        boolean isBefore(L1Entry entry) {
            return entry.stamp() > this.stamp
                    || (entry.stamp() == this.stamp && entry.details().life().createdAt() > this.createdAt);
        }

    }

}
