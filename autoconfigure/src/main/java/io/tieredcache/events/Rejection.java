package io.tieredcache.events;

/**
 * Why an event from outside cannot be applied. The names are part of the contract with
 * those who read the dead-letter stream.
 */
public enum Rejection {

    /** Not JSON, not of the documented form, or beyond one of its limits. */
    MALFORMED("malformed"),

    /** Of a version that this release does not know. */
    UNKNOWN_VERSION("unknown-version"),

    /** Longer than an event may be. */
    TOO_LARGE("too-large"),

    /** About a cache that does not exist here. */
    UNKNOWN_CACHE("unknown-cache"),

    /** Refused by the cache that it is about. */
    REFUSED("refused");

    private final String text;

    Rejection(String text) {
        this.text = text;
    }

    /**
     * The name in the dead-letter stream.
     * @return the name
     */
    public String text() {
        return this.text;
    }

}
