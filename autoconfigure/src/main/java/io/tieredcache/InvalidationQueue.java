package io.tieredcache;

import java.time.Duration;

/**
 * The invalidations of this instance that have taken effect here and that Redis has not
 * acknowledged yet. While there are any, this instance reads nothing from L2 that they
 * may be about. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface InvalidationQueue {

    /**
     * How many keys, tags and caches wait. The same target waits once.
     * @return the number, at most 'tiered-cache.invalidation.max-queued'
     */
    int size();

    /**
     * How long the oldest of them has waited.
     * @return the time, zero where nothing waits
     */
    Duration oldestAge();

    /**
     * How often more came than may wait, so that all of them became one clearing of the
     * namespace.
     * @return the count since the start
     */
    long overflows();

}
