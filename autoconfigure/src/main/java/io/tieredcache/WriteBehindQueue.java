package io.tieredcache;

import java.lang.reflect.Type;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The values of one cache that are queued in Redis until a {@link WriteBehindHandler}
 * wrote them. Gives programs what {@link io.tieredcache.annotation.WriteBehind} gives
 * methods, and tells how the queue does. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface WriteBehindQueue {

    /**
     * The cache's name.
     * @return the name
     */
    String cache();

    /**
     * Type of the values, as the handler declares it.
     * @return the type
     */
    Type valueType();

    /**
     * Begins the write of a key, before anything that the value follows from is changed:
     * takes the right to put the next value into the cache. Where Redis does not answer,
     * the entry is evicted later in place of being put.
     * <p>
     * To complete it queues the value, then puts it into the cache. When that returns,
     * the value is in the queue, or the handler wrote it where Redis did not take it and
     * the settings allow that; else it throws {@link WriteNotAcceptedException}. It waits
     * while the queue is longer than its bound. A cache that could not be told of the
     * value is told later, and this process serves no older copy.
     * @param key the key, of a type that has a canonical text form
     * @param policy type, tags and times of the cache's entry
     * @return the write, to be completed once
     */
    PendingPut begin(Object key, EntryPolicy policy);

    /**
     * Queues a value and puts it into the cache.
     * @param key the key, of a type that has a canonical text form
     * @param value the value
     * @param policy type, tags and times of the cache's entry
     * @throws WriteNotAcceptedException if the value is neither queued nor written
     */
    default void write(Object key, @Nullable Object value, EntryPolicy policy) {
        begin(key, policy).complete(value);
    }

    /**
     * How the queue does, as Redis told it last; asks nobody.
     * @return the state
     */
    State state();

    /**
     * What was counted so far in this process.
     * @param counter what to look at
     * @return the count
     */
    long count(WriteBehindCounter counter);

    /**
     * How a queue does, over all instances.
     *
     * @param depth records that are not written yet
     * @param lag time since the oldest of them was queued, zero where there is none
     * @param deadLetters records in the dead-letter stream
     * @param instances instances that share the partitions
     * @param owned partitions that this instance writes
     */
    record State(long depth, Duration lag, long deadLetters, int instances, int owned) {

        /**
         * State of a queue that nothing is known of yet.
         * @return the state
         */
        public static State unknown() {
            return new State(0, Duration.ZERO, 0, 0, 0);
        }

    }

}
