package io.tieredcache.drill;

/**
 * What keeps old values from being served, and can be switched off to see whether the
 * checker notices.
 */
enum Guard {

    /** Nothing is switched off. */
    NONE,

    /**
     * The messages that tell of invalidations, and the numbers by which a pulse tells
     * that messages are missing.
     */
    WATCHDOG,

    /** The bound after which L1 does not answer on its own any more. */
    BOUND,

    /** The comparison of the lease when a load is stored. */
    LEASES,

    /** The holds of writers of strong caches. */
    HOLDS,

    /** All of them. */
    ALL;

    /**
     * Whether this guard is off where another one is said to be.
     */
    boolean isOff(Guard off) {
        return this == off || off == ALL;
    }

}
