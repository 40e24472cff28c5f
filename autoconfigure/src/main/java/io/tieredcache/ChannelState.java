package io.tieredcache;

/**
 * State of an instance's channel of invalidations.
 *
 * @since 0.1.0
 */
public enum ChannelState {

    /** Not subscribed yet, or subscribing again after the channel was given up. */
    CONNECTING,

    /** Subscribed and proven alive by the last proof of life. */
    LIVE,

    /** Subscribed, but the last proofs of life did not come back. */
    SUSPECT

}
