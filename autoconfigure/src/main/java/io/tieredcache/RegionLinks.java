package io.tieredcache;

import java.util.List;

/**
 * The other regions whose invalidations are relayed to this one. A bean of this type is
 * there where {@code tiered-cache.region.name} is set. Safe for concurrent use; no method
 * waits for Redis.
 *
 * @since 0.1.0
 */
public interface RegionLinks {

    /**
     * The region that this instance is part of.
     * @return its name
     */
    String region();

    /**
     * The links to the other regions.
     * @return a copy of their states, in the order in which they are configured
     */
    List<RegionLink> links();

}
