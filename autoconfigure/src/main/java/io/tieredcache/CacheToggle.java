package io.tieredcache;

/**
 * What may be switched while the application runs, for one cache or for all. Which of
 * them are in force is what {@link CacheToggles} knows.
 *
 * @since 0.1.0
 */
public enum CacheToggle {

    /** No copy in a process answers or is kept. */
    L1_OFF,

    /** No entry in Redis is read or stored. */
    L2_OFF,

    /** Every read asks the source and stores nothing. */
    BYPASS,

    /** Each caller that misses loads by itself, whoever else loads the same key. */
    SINGLE_FLIGHT_OFF,

    /**
     * The share of the hits that the {@link StalenessAudit} looks at is another one: that
     * of the toggle.
     */
    AUDIT

}
