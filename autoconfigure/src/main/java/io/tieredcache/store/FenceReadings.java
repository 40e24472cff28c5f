package io.tieredcache.store;

import java.util.Map;

/**
 * Numbers of fences as Redis gave them, read in one step with the sequence.
 *
 * @param sequence the sequence
 * @param numbers the numbers of the fences that exist
 */
public record FenceReadings(long sequence, Map<String, Long> numbers) {

    /**
     * Number of a fence. One that is missing in Redis counts as the sequence itself:
     * nothing that was loaded before now may pass it.
     * @param name the fence's name
     * @return the number
     */
    public long number(String name) {
        return this.numbers.getOrDefault(name, this.sequence);
    }

}
