package io.tieredcache;

import java.util.Map;

/**
 * How each Redis of the cache does, as this process sees it: the application's own and
 * the stores beside it. A bean of the application context. Safe for concurrent use; no
 * method waits for Redis.
 *
 * @since 0.1.0
 */
public interface L2Statuses {

    /**
     * Name of the application's Redis among the stores.
     */
    String DEFAULT = "default";

    /**
     * Status of each Redis.
     * @return the statuses by name, that of the application's Redis first, as
     * {@value #DEFAULT}, then the stores of {@code tiered-cache.stores} by their names
     */
    Map<String, L2Status> byName();

}
