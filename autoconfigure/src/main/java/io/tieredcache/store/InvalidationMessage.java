package io.tieredcache.store;

import java.util.List;

/**
 * What instances tell each other.
 *
 * @param previous the number of the message before, so that a lost one is noticed
 * @param number the number of this invalidation
 * @param publishedAt when it was published, milliseconds of Redis's clock
 * @param origin the instance that invalidated
 * @param expiring whether the fences let entries expire only
 * @param fences names of the fences to raise
 * @param keyHashes hashes of the keys that were evicted or expired
 * @param eventTimes when the events happened that made it necessary, in milliseconds
 */
public record InvalidationMessage(long previous, long number, long publishedAt, String origin, boolean expiring,
        List<String> fences, List<Long> keyHashes, List<Long> eventTimes) {

    /**
     * Create a message.
     * @param previous the number before
     * @param number the number
     * @param publishedAt when it was published
     * @param origin who invalidated
     * @param expiring whether the fences let entries expire only
     * @param fences the fences to raise
     * @param keyHashes the hashes of the keys
     * @param eventTimes the times of the events
     */
    public InvalidationMessage {
        fences = List.copyOf(fences);
        keyHashes = List.copyOf(keyHashes);
        eventTimes = List.copyOf(eventTimes);
    }

}
