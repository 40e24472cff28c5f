package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * How much one level of a cache holds.
 *
 * @param basis where the figures come from
 * @param bytes bytes held; {@code null} where they are not known
 * @param entries entries held; {@code null} where they are not known
 * @param standardError standard error of the bytes of a sample of L2; {@code null} for
 * other figures. In 19 of 20 looks the truth is within twice of it, where the sample has
 * some ten entries of the cache or more
 * @param samples entries of the cache in the sample of L2; 0 for other figures
 * @param reason why the bytes are not known; {@code null} where they are
 * @since 0.1.0
 */
public record SizeEstimate(Basis basis, @Nullable Long bytes, @Nullable Long entries, @Nullable Long standardError,
        int samples, @Nullable String reason) {

    /**
     * Bytes that are added up.
     * @param bytes the bytes
     * @param entries the entries
     * @return the estimate
     */
    public static SizeEstimate counted(long bytes, long entries) {
        return new SizeEstimate(Basis.COUNTED, bytes, entries, null, 0, null);
    }

    /**
     * Bytes that are not known.
     * @param entries the entries, {@code null} where they are not known either
     * @param reason why
     * @return the estimate
     */
    public static SizeEstimate unknown(@Nullable Long entries, String reason) {
        return new SizeEstimate(Basis.UNKNOWN, null, entries, null, 0, reason);
    }

    /**
     * Where figures come from.
     *
     * @since 0.1.0
     */
    public enum Basis {

        /** L1 is bounded by bytes, so that they are added up. */
        COUNTED,

        /** Estimated from a sample. */
        SAMPLED,

        /** Not known. */
        UNKNOWN

    }

}
