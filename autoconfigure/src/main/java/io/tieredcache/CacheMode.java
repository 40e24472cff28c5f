package io.tieredcache;

/**
 * Which levels of a cache are in use. Invalidations flow in every mode.
 *
 * @since 0.1.0
 */
public enum CacheMode {

    /** L1 and L2 are used. */
    ON,

    /** Only this process's L1 is used; nothing is read from or stored in L2. */
    L1_ONLY,

    /** Only L2 is used; no copy is kept in this process. */
    L2_ONLY,

    /** Neither level is used: every read asks the source and stores nothing. */
    BYPASS;

    /**
     * Whether L1 is used in this mode.
     * @return {@code true} if copies are kept in this process
     */
    public boolean usesL1() {
        return this == ON || this == L1_ONLY;
    }

    /**
     * Whether L2 is used in this mode.
     * @return {@code true} if entries are read from and stored in L2
     */
    public boolean usesL2() {
        return this == ON || this == L2_ONLY;
    }

}
