package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * What a read came to. Each read of a cache is counted as exactly one of them, whether it
 * ends with a value or with an error: the reads are the sum of all, and the hits, misses
 * and bypasses are sums of some.
 *
 * @since 0.1.0
 */
public enum ReadOutcome {

    /** Answered by L1, within the value's time to live. */
    L1_HIT(CacheLevel.L1, "hit"),

    /**
     * Answered by L1 after the value's time to live, while it is loaded again, or since
     * it cannot be.
     */
    L1_STALE(CacheLevel.L1, "stale"),

    /** Answered by L1, with {@code null} or an empty Optional. */
    L1_NEGATIVE(CacheLevel.L1, "negative"),

    /** Answered by L2, within the value's time to live. */
    L2_HIT(CacheLevel.L2, "hit"),

    /**
     * Answered by L2 after the value's time to live, while it is loaded again, or since
     * it cannot be.
     */
    L2_STALE(CacheLevel.L2, "stale"),

    /** Answered by L2, with {@code null} or an empty Optional. */
    L2_NEGATIVE(CacheLevel.L2, "negative"),

    /** A miss: neither level had the value, or L2 was not asked. */
    MISS(null, "miss"),

    /**
     * A miss, since what L2 had must not be served: an invalidation came after its load,
     * or it is damaged, foreign, oversized or forbidden.
     */
    REFUSED(null, "refused"),

    /** Neither level was asked, because of the cache's mode or the transaction. */
    BYPASS(null, "bypass");

    private final @Nullable CacheLevel level;

    private final String result;

    ReadOutcome(@Nullable CacheLevel level, String result) {
        this.level = level;
        this.result = result;
    }

    /**
     * Which level answered.
     * @return the level, {@code null} where none did
     */
    public @Nullable CacheLevel level() {
        return this.level;
    }

    /**
     * The result as a word, without the level.
     * @return one of hit, stale, negative, miss, refused and bypass
     */
    public String result() {
        return this.result;
    }

}
