package io.tieredcache.events;

/**
 * Reads events in the form of the contract. Safe for concurrent use.
 */
@FunctionalInterface
public interface EventReader {

    /**
     * Reads an event.
     * @param body what stands in the stream
     * @return the event
     * @throws RejectedEventException if it is no event of a known version
     */
    OutsideEvent read(byte[] body);

}
