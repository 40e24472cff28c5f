package io.tieredcache.store;

import io.tieredcache.CacheSettings;

/**
 * Compares some of the hits with where their values come from.
 */
@FunctionalInterface
public interface HitAudit {

    /** Compares nothing. */
    HitAudit NONE = (settings) -> HitSampler.NONE;

    /**
     * A cache is made.
     * @param settings its settings
     * @return takes samples of its hits
     */
    HitSampler sampler(CacheSettings settings);

}
