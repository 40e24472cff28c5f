package io.tieredcache.store;

/**
 * A part of a cache's work that is measured and observed. None of them is part of a hit
 * in L1.
 */
public enum CacheStep {

    /** The source is asked by the reader that missed. */
    LOAD,

    /** The source is asked by a thread of the cache, or answers later. */
    BACKGROUND_LOAD,

    /** The source is asked for a read that passes the cache by. */
    BYPASS_LOAD,

    /** The source is asked by the staleness audit. */
    AUDIT_LOAD,

    /** An entry, or several together, is read from L2. */
    L2_READ,

    /** A lease is taken. */
    L2_LEASE,

    /** What was loaded is stored in L2. */
    L2_FILL,

    /** A value is put into L2. */
    L2_PUT,

    /** A value is looked at, and loaded again if need be, behind its readers. */
    REFRESH

}
