package io.tieredcache;

/**
 * What the calling thread will invalidate once the transactions have committed that it
 * begins until then. Each of them writes it into the outbox, where there is one. To be
 * ended by the thread that announced it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AnnouncedInvalidation {

    /** Announced to nobody. */
    AnnouncedInvalidation NONE = (invalidated) -> {
    };

    /**
     * Ends the announcement. Never throws.
     * @param invalidated whether all of it has been invalidated; else what was written
     * down stays, and is sent later
     */
    void end(boolean invalidated);

}
