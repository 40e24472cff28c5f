package io.tieredcache.store;

import org.jspecify.annotations.Nullable;

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

    /**
     * A toggle says which share of a cache's hits is audited. Told again and again.
     * @param cache the cache's name
     * @param share the share, 0 to 1, {@code null} where no toggle is in force
     */
    default void toggle(String cache, @Nullable Double share) {
    }

}
