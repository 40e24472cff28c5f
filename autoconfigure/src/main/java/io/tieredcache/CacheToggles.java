package io.tieredcache;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Switches levels, caches and single-flight off while the application runs, or the
 * staleness audit to another share, each for a time, so that a forgotten toggle ends by
 * itself. A bean; safe for concurrent use.
 * <p>
 * A toggle of the fleet is kept in Redis. The other instances have it within about two
 * seconds, one that starts later before it serves. An instance that cannot reach Redis
 * goes on with what it knows until that ends.
 * <p>
 * Invalidations flow whatever is switched off. An L1 that comes back is empty, and a
 * cache that is no longer bypassed is cleared first, everywhere; where Redis does not
 * acknowledge that, the instance goes on bypassing it and tries again once a second.
 *
 * @since 0.1.0
 */
public interface CacheToggles {

    /** How long a toggle stays in force if nothing else is said: 15 minutes. */
    Duration USUAL_TIME = Duration.ofMinutes(15);

    /** How long a toggle may stay in force: 24 hours. */
    Duration MOST_TIME = Duration.ofHours(24);

    /** How many toggles may be in force on an instance, and in the fleet. */
    int MOST_TOGGLES = 200;

    /**
     * Brings a toggle into force, for a time that begins now.
     * @param toggle what to switch off
     * @param cache the cache's name, {@code null} for all caches
     * @param reach for this instance, or for all
     * @param time how long it stays in force, from one second to {@link #MOST_TIME}
     * @throws IllegalArgumentException if it is {@link CacheToggle#AUDIT}, which needs a
     * share, there is no such cache here, the time is out of range, or
     * {@value #MOST_TOGGLES} others are in force
     * @throws L2UnavailableException if it is for the fleet and Redis did not
     * acknowledge; then it may be in force on none, or come into force yet
     */
    void set(CacheToggle toggle, @Nullable String cache, Reach reach, Duration time);

    /**
     * Brings {@link CacheToggle#AUDIT} into force, for a time that begins now: a share of
     * the hits is audited, whatever is configured or was set at the
     * {@link StalenessAudit}. Of several that are in force for a cache one for it comes
     * before one for all caches, and then one of this instance before one of the fleet.
     * @param share share of the hits of each level, 0 for none to 1 for all
     * @param cache the cache's name, {@code null} for all caches
     * @param reach for this instance, or for all
     * @param time how long it stays in force, from one second to {@link #MOST_TIME}
     * @throws IllegalArgumentException if the share or the time is out of range, there is
     * no such cache here, or {@value #MOST_TOGGLES} others are in force
     * @throws L2UnavailableException if it is for the fleet and Redis did not
     * acknowledge; then it may be in force on none, or come into force yet
     */
    void audit(double share, @Nullable String cache, Reach reach, Duration time);

    /**
     * Ends a toggle that was set with the same cache and reach.
     * @param toggle what is switched off
     * @param cache the cache's name, {@code null} for all caches
     * @param reach for this instance, or for all
     * @return whether it was in force
     * @throws L2UnavailableException if Redis did not acknowledge; a toggle of this
     * instance is then still in force
     */
    boolean end(CacheToggle toggle, @Nullable String cache, Reach reach);

    /**
     * The toggles that are in force on this instance. Asks nobody.
     * @return the toggles, ordered by kind and cache
     */
    List<ToggleInForce> inForce();

}
