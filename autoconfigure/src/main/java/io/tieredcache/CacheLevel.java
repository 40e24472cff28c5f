package io.tieredcache;

/**
 * Where a value came from.
 *
 * @since 0.1.0
 */
public enum CacheLevel {

    /** The copy in this process. */
    L1,

    /** Redis. */
    L2,

    /** The application's own data, by running the loader or the annotated method. */
    SOURCE

}
