package io.tieredcache.events;

import io.tieredcache.TieredCacheException;

/**
 * An event from outside cannot be applied, now or later. The message tells the place
 * within the event and never what stands there.
 */
public final class RejectedEventException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    /** Why it was rejected. */
    private final Rejection rejection;

    /**
     * Create an exception.
     * @param rejection why it was rejected
     * @param message what is wrong, without values of the event
     */
    public RejectedEventException(Rejection rejection, String message) {
        super(message, null);
        this.rejection = rejection;
    }

    /**
     * Why the event was rejected.
     * @return the reason
     */
    public Rejection rejection() {
        return this.rejection;
    }

}
