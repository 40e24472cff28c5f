package io.tieredcache.cache;

import java.util.EnumSet;
import java.util.Set;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.CacheToggle;
import io.tieredcache.Consistency;

/**
 * What of a cache is in use: the mode that its settings or a program chose, less what is
 * toggled off.
 * <p>
 * Two changes need care. A bypass ends only once the cache was cleared, everywhere, which
 * the caller does between two attempts. And an L1 that comes back is empty: what it held
 * is judged like any copy, but whoever switched it off did not trust it.
 */
final class CacheSwitches {

    private final Consistency consistency;

    private final Runnable dropCopies;

    private CacheMode chosen;

    private Set<CacheToggle> off = Set.of();

    private volatile CacheMode mode;

    private volatile boolean sharing = true;

    CacheSwitches(CacheSettings settings, Runnable dropCopies) {
        this.consistency = settings.consistency();
        this.dropCopies = dropCopies;
        this.chosen = settings.mode();
        this.mode = settings.mode();
    }

    /**
     * Levels in use now.
     */
    CacheMode mode() {
        return this.mode;
    }

    /**
     * Whether single-flight is not switched off.
     */
    boolean sharesLoads() {
        return this.sharing;
    }

    /**
     * Chooses the levels to use where nothing is toggled off.
     * @param cleared whether the cache was cleared before, everywhere
     * @return {@code false} if the cache must be cleared before; then nothing is changed
     */
    synchronized boolean choose(CacheMode next, boolean cleared) {
        if (!change(modeOf(next, this.off), cleared)) {
            return false;
        }
        this.chosen = next;
        return true;
    }

    /**
     * Switches off what is toggled off, and on what is not.
     * @param next all toggles that are in force
     * @param cleared whether the cache was cleared before, everywhere
     * @return {@code false} if the cache must be cleared before; then nothing is changed
     */
    synchronized boolean toggle(Set<CacheToggle> next, boolean cleared) {
        if (!change(modeOf(this.chosen, next), cleared)) {
            return false;
        }
        this.off = next.isEmpty() ? Set.of() : EnumSet.copyOf(next);
        this.sharing = !next.contains(CacheToggle.SINGLE_FLIGHT_OFF);
        return true;
    }

    private boolean change(CacheMode next, boolean cleared) {
        CacheMode current = this.mode;
        if (current == CacheMode.BYPASS && next != CacheMode.BYPASS && !cleared) {
            return false;
        }
        if (current.usesL1() != next.usesL1()) {
            this.dropCopies.run();
        }
        this.mode = next;
        return true;
    }

    private CacheMode modeOf(CacheMode chosen, Set<CacheToggle> toggles) {
        boolean l1 = chosen.usesL1() && !toggles.contains(CacheToggle.L1_OFF);
        boolean l2 = chosen.usesL2() && !toggles.contains(CacheToggle.L2_OFF);
        if (toggles.contains(CacheToggle.BYPASS) || !(l1 || l2) || (!l2 && this.consistency == Consistency.STRONG)) {
            return CacheMode.BYPASS;
        }
        return !l1 ? CacheMode.L2_ONLY : !l2 ? CacheMode.L1_ONLY : CacheMode.ON;
    }

}
