package io.tieredcache.testing;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.InvalidationBus;
import io.tieredcache.store.InvalidationMessage;

/**
 * A bus that lets a test hold back or lose what arrives at one instance.
 */
public final class HookedBus implements InvalidationBus {

    private final InvalidationBus target;

    private final TestClock clock;

    private final AtomicInteger toLose = new AtomicInteger();

    private final AtomicInteger arrived = new AtomicInteger();

    private final AtomicInteger applied = new AtomicInteger();

    private final AtomicInteger pulses = new AtomicInteger();

    private final AtomicInteger releases = new AtomicInteger();

    private final AtomicReference<@Nullable Runnable> beforePulse = new AtomicReference<>();

    private final Queue<Runnable> held = new ArrayDeque<>();

    private boolean holding;

    private volatile boolean silent;

    private volatile boolean refusing;

    private volatile boolean swallowing;

    private volatile boolean losingReleases;

    private volatile Consumer<InvalidationMessage> observer = (message) -> {
    };

    HookedBus(InvalidationBus target, TestClock clock) {
        this.target = target;
        this.clock = clock;
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

    /**
     * Number of invalidations that the instance applied so far.
     */
    public int applied() {
        return this.applied.get();
    }

    /**
     * Number of pulses that the instance heard of so far.
     */
    public int pulses() {
        return this.pulses.get();
    }

    /**
     * Whether messages that wake those who wait for a lease are lost.
     */
    public void losingReleases(boolean losingReleases) {
        this.losingReleases = losingReleases;
    }

    /**
     * Number of messages that wake that arrived so far, lost ones included.
     */
    public int releases() {
        return this.releases.get();
    }

    /**
     * Tells of each invalidation when the instance has applied it.
     */
    public void onApplied(Consumer<InvalidationMessage> observer) {
        this.observer = observer;
    }

    /**
     * Runs something once before the next pulse is sent, on the channel's own thread.
     */
    public void beforePulse(Runnable hook) {
        this.beforePulse.set(hook);
    }

    /**
     * Whether invalidations are kept from the instance, while observers are told that it
     * applied them: a guard switched off, to see whether a test notices.
     */
    public void swallowing(boolean swallowing) {
        this.swallowing = swallowing;
    }

    private void apply(Listener listener, InvalidationMessage message) {
        if (!this.swallowing) {
            listener.onInvalidation(message);
        }
        this.observer.accept(message);
        this.applied.incrementAndGet();
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
                    deliver(() -> apply(listener, message));
                }
            }

            @Override
            public void onPulse(long id, long sequence) {
                deliver(() -> {
                    listener.onPulse(id, sequence);
                    HookedBus.this.pulses.incrementAndGet();
                });
            }

            @Override
            public void onRelease(long keyHash) {
                HookedBus.this.releases.incrementAndGet();
                if (!HookedBus.this.losingReleases) {
                    listener.onRelease(keyHash);
                }
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
        Runnable hook = this.beforePulse.getAndSet(null);
        if (hook != null) {
            hook.run();
        }
        return this.target.pulse(id)
            .thenApply(
                    (pulse) -> new Pulse(pulse.sequence(), pulse.time() + this.clock.aheadMillis(), pulse.history()));
    }

}
