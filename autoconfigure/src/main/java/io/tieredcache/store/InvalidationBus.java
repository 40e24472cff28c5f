package io.tieredcache.store;

import java.util.concurrent.CompletableFuture;

/**
 * Carries invalidations from and to the other instances of the namespace. What is
 * delivered may be lost, and a subscription may be silent without an error: whoever uses
 * it has to watch it.
 */
public interface InvalidationBus {

    /**
     * Subscribes to the invalidations and released leases of the namespace and to the
     * pulses of this instance. Blocks until Redis confirmed.
     * @param listener receives what arrives
     * @return the subscription; closing it never throws
     * @throws io.tieredcache.L2UnavailableException if Redis did not confirm
     */
    Subscription subscribe(Listener listener);

    /**
     * Sends a pulse to this instance's own subscription, and reads the sequence and
     * Redis's clock in the same step. Creates the sequence if there is none.
     * @param id identifies the pulse
     * @return the sequence and the time
     */
    CompletableFuture<Pulse> pulse(long id);

    /**
     * A subscription.
     */
    interface Subscription extends AutoCloseable {

        @Override
        void close();

    }

    /**
     * The sequence and the clock of Redis.
     *
     * @param sequence the sequence
     * @param time Redis's clock in milliseconds
     * @param history name of the history of writes that the sequence is part of: another
     * one after a restart, a failover or a move to another server; empty if unknown
     */
    record Pulse(long sequence, long time, String history) {

    }

    /**
     * Receives what arrives, in the order of the subscription, on the thread of the
     * connection: it must be fast and not block.
     */
    interface Listener {

        /**
         * An invalidation arrived.
         * @param message the message
         */
        void onInvalidation(InvalidationMessage message);

        /**
         * A pulse of this instance came back.
         * @param id the pulse's id
         * @param sequence the sequence when it was sent
         */
        void onPulse(long id, long sequence);

        /**
         * A lease that an instance waits for was given back.
         * @param keyHash hash of the lease's key
         */
        void onRelease(long keyHash);

        /**
         * The connection was lost and the subscription made again: messages may have been
         * missed.
         */
        void onResubscribed();

        /**
         * Something arrived that is no message of ours. It was dropped.
         */
        void onMalformed();

    }

}
