package io.tieredcache.cache;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheToggle;

/**
 * The toggles that are in force for one cache.
 *
 * @param inForce their kinds
 * @param auditShare the share of {@link CacheToggle#AUDIT}, {@code null} where that is
 * not in force
 */
record TogglesOfCache(Set<CacheToggle> inForce, @Nullable Double auditShare) {

    static final TogglesOfCache NONE = new TogglesOfCache(Set.of(), null);

}
