package io.tieredcache.cost;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.TieredCache;

/**
 * What a cache had counted and held at one time.
 *
 * @param nanos when, by the instance's ticker
 * @param reads reads so far
 * @param sourceCalls calls of the source so far
 * @param bytesRead bytes from Redis so far
 * @param bytesWritten bytes to Redis so far
 * @param l1Bytes bytes in L1 then, {@code null} if they were not known
 * @param l2Bytes bytes in L2 then, {@code null} if they were not known
 */
record CostNote(long nanos, long reads, long sourceCalls, long bytesRead, long bytesWritten, @Nullable Long l1Bytes,
        @Nullable Long l2Bytes) {

    static CostNote of(TieredCache cache, long nanos, @Nullable Long l1Bytes, @Nullable Long l2Bytes) {
        // Calls before reads: a call that is counted has its read counted later.
        long calls = cache.count(CacheCounter.SOURCE_CALL);
        long reads = cache.count(CacheCounter.L1_HIT) + cache.count(CacheCounter.L2_HIT)
                + cache.count(CacheCounter.MISS) + cache.count(CacheCounter.BYPASS);
        return new CostNote(nanos, reads, calls, cache.count(CacheCounter.L2_BYTES_READ),
                cache.count(CacheCounter.L2_BYTES_WRITTEN), l1Bytes, l2Bytes);
    }

    long bytes() {
        return this.bytesRead + this.bytesWritten;
    }

}
