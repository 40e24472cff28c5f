package io.tieredcache.testing;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.InvalidationBus;
import io.tieredcache.store.InvalidationMessage;

/**
 * A bus that lets a test hold back or lose what arrives at one instance.
 */
public final class HookedBus implements InvalidationBus {

    private final InvalidationBus target;

    private final AtomicInteger toLose = new AtomicInteger();

    private final AtomicInteger arrived = new AtomicInteger();

    private final Queue<Runnable> held = new ArrayDeque<>();

    private boolean holding;

    private volatile boolean silent;

    private volatile boolean refusing;

    HookedBus(InvalidationBus target) {
        this.target = target;
    }

    /**
     * Loses the next messages; pulses go on.
     */
    public void lose(int messages) {
        this.toLose.set(messages);
    }

    /**
     * Holds messages and pulses back, in order, until {@link #release()}.
     */
    public synchronized void hold() {
        this.holding = true;
    }

    /**
     * Delivers what was held back, in order.
     */
    public synchronized void release() {
        this.holding = false;
        while (!this.held.isEmpty()) {
            this.held.remove().run();
        }
    }

    /**
     * Whether the subscription is silent: connected, but nothing arrives.
     */
    public void silent(boolean silent) {
        this.silent = silent;
    }

    /**
     * Whether new subscriptions fail.
     */
    public void refusing(boolean refusing) {
        this.refusing = refusing;
    }

    /**
     * Number of invalidations that arrived so far, lost and held ones included.
     */
    public int arrived() {
        return this.arrived.get();
    }

    private synchronized void deliver(Runnable delivery) {
        if (this.holding) {
            this.held.add(delivery);
        }
        else if (!this.silent) {
            delivery.run();
        }
    }

    @Override
    public Subscription subscribe(Listener listener) {
        if (this.refusing) {
            throw new L2UnavailableException("switched off by the test", null);
        }
        return this.target.subscribe(new Listener() {

            @Override
            public void onInvalidation(InvalidationMessage message) {
                HookedBus.this.arrived.incrementAndGet();
                if (HookedBus.this.toLose.getAndUpdate((left) -> Math.max(0, left - 1)) == 0) {
                    deliver(() -> listener.onInvalidation(message));
                }
            }

            @Override
            public void onPulse(long id, long sequence) {
                deliver(() -> listener.onPulse(id, sequence));
            }

            @Override
            public void onResubscribed() {
                deliver(listener::onResubscribed);
            }

            @Override
            public void onMalformed() {
                deliver(listener::onMalformed);
            }

        });
    }

    @Override
    public CompletableFuture<Pulse> pulse(long id) {
        return this.target.pulse(id);
    }

}
