package io.tieredcache.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The stream of events that other services add to, read by all instances of a namespace
 * as one group: each event goes to one of them, and stays with it until it is settled or
 * claimed by another. No future fails with anything but
 * {@link io.tieredcache.L2UnavailableException}, and none completes without the caller's
 * time limit if Redis does not answer.
 */
public interface EventStream {

    /**
     * Takes events that no instance took before, in the order of the stream.
     * @param count the most events
     * @return the events, fewer where they are long
     */
    CompletableFuture<List<StreamEvent>> read(int count);

    /**
     * Takes events that stayed with any instance for too long, in the order of the
     * stream, and forgets instances that are gone.
     * @param idleMillis how long they must have stayed there
     * @param count the most events
     * @return the events, fewer where they are long
     */
    CompletableFuture<List<StreamEvent>> claim(long idleMillis, int count);

    /**
     * Ends events, in one step: they leave the stream, and the rejected ones go to the
     * dead-letter stream. An event that another instance has ended meanwhile is left out.
     * @param done ids of the events that are done
     * @param rejected the events that cannot be
     * @return how many rejected events the dead-letter stream could not take
     */
    CompletableFuture<Integer> settle(List<String> done, List<Rejected> rejected);

    /**
     * An event that cannot be applied.
     *
     * @param event the event
     * @param reason short name of the reason
     * @param detail what is wrong, without values of the event
     */
    record Rejected(StreamEvent event, String reason, String detail) {

    }

}
