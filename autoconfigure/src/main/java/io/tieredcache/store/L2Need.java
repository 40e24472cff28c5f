package io.tieredcache.store;

/**
 * What a command is sent for.
 */
public enum L2Need {

    /**
     * A question that changes nothing: not asked while Redis is left alone. One of them
     * is sent to see whether Redis answers again.
     */
    READ,

    /**
     * A step of a load: whoever loads does not begin it while Redis is left alone; where
     * it was begun before, it is sent.
     */
    FILL,

    /**
     * Something that others rely on: an invalidation, a put, a hold and its end, a queued
     * value, a proof of life. Always sent, since being refused would cost more than a
     * failure.
     */
    WRITE

}
