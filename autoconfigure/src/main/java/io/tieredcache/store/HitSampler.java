package io.tieredcache.store;

import io.tieredcache.CacheLevel;

/**
 * Takes samples of the hits of one cache. Safe for concurrent use; no method blocks or
 * throws.
 */
public interface HitSampler {

    /** Takes none. */
    HitSampler NONE = new HitSampler() {

        @Override
        public boolean isDue(CacheLevel level) {
            return false;
        }

        @Override
        public void take(CacheLevel level, AuditedHit hit) {
        }

    };

    /**
     * Whether the hit that asks is to be a sample. Asked for each hit.
     * @param level the level that served it
     * @return whether to take it
     */
    boolean isDue(CacheLevel level);

    /**
     * Takes a hit, on the thread of its reader.
     * @param level the level that served it
     * @param hit the hit
     */
    void take(CacheLevel level, AuditedHit hit);

}
