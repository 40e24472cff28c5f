package io.tieredcache;

/**
 * What this instance did with the events that other services put into the namespace's
 * stream, since it started. A bean of this type is there where
 * {@code tiered-cache.events.enabled} is set. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface ExternalEvents {

    /**
     * Events whose targets this instance invalidated. One that was delivered again after
     * a failure counts again.
     * @return the count
     */
    long applied();

    /**
     * Events that this instance put into the dead-letter stream.
     * @return the count
     */
    long rejected();

    /**
     * Events that this instance took over from one that left them undone.
     * @return the count
     */
    long claimed();

}
