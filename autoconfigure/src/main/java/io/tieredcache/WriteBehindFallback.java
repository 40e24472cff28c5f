package io.tieredcache;

/**
 * What becomes of a value that Redis does not take into its queue.
 *
 * @since 0.1.0
 */
public enum WriteBehindFallback {

    /** The handler writes it on the caller's thread. */
    WRITE,

    /** The call fails with {@link WriteNotAcceptedException}. */
    FAIL

}
