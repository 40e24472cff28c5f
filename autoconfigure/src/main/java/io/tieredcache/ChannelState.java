package io.tieredcache;

/**
 * State of an instance's channel of invalidations.
 *
 * @since 0.1.0
 */
public enum ChannelState {

    /** Not joined since the start. It is tried again with every pulse interval. */
    CONNECTING,

    /** Joined, and proven alive by the last proof of life. */
    LIVE,

    /** Joined, but no proof of life came back for three pulse intervals. */
    SUSPECT,

    /**
     * Joined before, and then lost: the connection was made anew by the driver, or no
     * proof of life came back for six pulse intervals and the subscription was given up.
     * It is joined again with every pulse interval, by itself.
     */
    DETACHED

}
