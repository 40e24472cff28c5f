package io.tieredcache.drill;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The Redis of a drill, whatever its topology, with the faults that can be done to it.
 */
interface DrillRedis extends AutoCloseable {

    /**
     * What an instance is told to reach it.
     * @param place the instance's place in the fleet
     * @return properties, each with its value
     */
    List<String> properties(int place);

    /**
     * The faults that this Redis can have. The others throw.
     */
    Set<DrillFault> faults();

    /**
     * Removes every key.
     */
    void flush();

    /**
     * Closes the connections of all subscribers.
     */
    void killSubscriptions();

    /**
     * Lets it answer nothing, with all connections open.
     */
    void freeze();

    void thaw();

    void kill();

    /**
     * Starts it after it was killed.
     * @param empty whether it has lost its data
     */
    void restart(boolean empty);

    /**
     * Holds back everything that a subscription of an instance is sent.
     */
    void freezeSubscription(int place);

    /**
     * Delays everything that a subscription of an instance is sent.
     */
    void delaySubscription(int place, Duration delay);

    /**
     * Cuts an instance off: its connections break and no new one is made.
     */
    void cut(int place);

    /**
     * Ends what was done to the connections of an instance.
     */
    void heal(int place);

    /**
     * Makes a replica the primary of its data. For topologies that have one.
     */
    default void failOver() {
        throw new UnsupportedOperationException("There is no replica");
    }

    /**
     * Moves slots to another primary. For topologies that have several.
     */
    default void reshard() {
        throw new UnsupportedOperationException("There is one primary");
    }

    /**
     * Number of connections that clients have open.
     */
    int connections();

    @Override
    void close();

}
