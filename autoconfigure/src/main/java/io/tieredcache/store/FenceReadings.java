package io.tieredcache.store;

import java.util.Map;

/**
 * Numbers of fences as Redis gave them, read in one step with the sequence.
 *
 * @param sequence the sequence
 * @param numbers the numbers of the fences that exist
 */
public record FenceReadings(long sequence, Map<String, Numbers> numbers) {

    /**
     * Number of the latest invalidation of a fence. One that is missing in Redis counts
     * as the sequence itself: nothing that was loaded before now may pass it.
     * @param name the fence's name
     * @return the number
     */
    public long number(String name) {
        Numbers found = this.numbers.get(name);
        return (found != null) ? found.latest() : this.sequence;
    }

    /**
     * Number of the latest invalidation of a fence that did not let entries merely
     * expire; likewise the sequence for a missing one.
     * @param name the fence's name
     * @return the number
     */
    public long evicted(String name) {
        Numbers found = this.numbers.get(name);
        return (found != null) ? found.evicted() : this.sequence;
    }

    /**
     * The numbers of one fence.
     *
     * @param latest number of the latest invalidation
     * @param evicted number of the latest one that did not let entries expire only
     */
    public record Numbers(long latest, long evicted) {

    }

}
