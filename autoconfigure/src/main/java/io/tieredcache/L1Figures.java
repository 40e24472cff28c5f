package io.tieredcache;

import java.util.OptionalLong;

/**
 * What a cache holds in L1 and what left it, in this process. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface L1Figures {

    /**
     * Number of copies, about.
     * @return the number
     */
    long size();

    /**
     * Serialized size of the copies, about.
     * @return the bytes, empty where L1 is bounded by entries and not by bytes
     */
    OptionalLong bytes();

    /**
     * Serialized size of the copies: as they are added up, and where nobody does that, as
     * estimated from some of them. Looks at the copies: not for reads.
     * @return the bytes, empty where no size of a copy is known
     */
    default OptionalLong estimatedBytes() {
        return bytes();
    }

    /**
     * How many copies left L1.
     * @param cause why they left
     * @return the count
     */
    long removed(L1Removal cause);

}
