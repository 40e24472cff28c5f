package io.tieredcache;

/**
 * What the staleness audit compares hits with.
 *
 * @since 0.1.0
 */
public enum AuditReference {

    /** The source: the loader of the read that is audited. */
    SOURCE,

    /** The entry in L2, as Redis judges it. Only hits of L1 are audited then. */
    L2

}
