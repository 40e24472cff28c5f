package io.tieredcache;

/**
 * Whom an administrative action concerns.
 *
 * @since 0.1.0
 */
public enum Reach {

    /** This instance alone. */
    INSTANCE,

    /** All instances of the namespace, also those that start later. */
    FLEET

}
