package io.tieredcache.cache;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.store.InvalidationBus;
import io.tieredcache.store.InvalidationMessage;

/**
 * One subscription to the channel, with the pulses that prove it. What arrives over one
 * that was given up counts no more.
 */
final class ChannelSubscription implements InvalidationBus.Listener, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ChannelSubscription.class);

    /** A pulse that takes longer than a tick to come back still proves its moment. */
    private static final int REMEMBERED_PULSES = 16;

    private final Surroundings around;

    private final NamespaceRuntime runtime;

    private final Coherence coherence;

    private final AtomicReferenceArray<@Nullable Sent> sent = new AtomicReferenceArray<>(REMEMBERED_PULSES);

    private InvalidationBus.@Nullable Subscription subscription;

    private volatile boolean over;

    private volatile boolean joined;

    private volatile long heardAt;

    private volatile long missing;

    private long nextId;

    private String history = "";

    ChannelSubscription(Surroundings around) {
        this.around = around;
        this.runtime = around.runtime();
        this.coherence = around.runtime().coherence();
        this.heardAt = around.runtime().now();
    }

    /**
     * Subscribes; what was read before counts only after {@link #rejoin}.
     */
    void open() {
        this.subscription = this.around.bus().subscribe(this);
    }

    /**
     * Whether it was silent for so long that it is given up.
     */
    boolean isLost() {
        return this.runtime.now() - this.heardAt > 2 * this.around.patienceNanos();
    }

    /**
     * Reads the sequence and starts anew from it.
     */
    void rejoin() {
        long now = this.runtime.now();
        this.heardAt = now;
        long knownBefore = this.coherence.known();
        InvalidationBus.Pulse pulse = pulse(new Sent(this.nextId++, now, 0));
        this.history = pulse.history();
        this.coherence.startOver(knownBefore, pulse.sequence());
        this.coherence.proven(now);
        this.joined = true;
        this.around.states().joined();
    }

    /**
     * Starts anew if anything was missed, and sends the next pulse.
     */
    void watch() {
        if (!this.joined) {
            rejoin();
            return;
        }
        if (this.missing > this.coherence.applied()) {
            logger.warn("Invalidations up to {} were missed; L1 starts anew", this.missing);
            this.coherence.resyncAfterGap(this.missing);
        }
        this.missing = 0;
        long now = this.runtime.now();
        if (now - this.heardAt > this.around.patienceNanos()) {
            this.around.states().silent();
        }
        Sent next = new Sent(this.nextId++, now, this.coherence.known());
        this.sent.set(slot(next.id), next);
        InvalidationBus.Pulse pulse = pulse(next);
        if (pulse.sequence() < next.known) {
            logger.warn("Redis went back in its sequence; L1 starts anew");
            this.coherence.startOver(next.known, pulse.sequence());
        }
        else if (!pulse.history().equals(this.history)) {
            // A failover may have lost messages that this instance never heard of.
            logger.warn("Another server of Redis keeps the sequence, or it was restarted; L1 starts anew");
            this.coherence.startOver(next.known, pulse.sequence());
        }
        this.history = pulse.history();
    }

    private InvalidationBus.Pulse pulse(Sent next) {
        SharedClock clock = this.runtime.clock();
        long sentAt = clock.localMillis();
        InvalidationBus.Pulse pulse = this.runtime.gateway().await(this.around.bus().pulse(next.id));
        clock.adjust(pulse.time(), sentAt, clock.localMillis());
        return pulse;
    }

    @Override
    public void close() {
        this.over = true;
        InvalidationBus.Subscription open = this.subscription;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void onInvalidation(InvalidationMessage message) {
        if (!this.over) {
            this.coherence.apply(message);
            message.keyHashes().forEach(this.runtime.waiters()::wake);
            this.around.listeners().tell(message);
        }
    }

    @Override
    public void onRelease(long keyHash) {
        this.runtime.waiters().wake(keyHash);
    }

    @Override
    public void onPulse(long id, long sequence) {
        Sent awaited = this.sent.get(slot(id));
        if (this.over || awaited == null || awaited.id != id) {
            return;
        }
        this.heardAt = this.runtime.now();
        if (this.coherence.applied() < sequence) {
            this.missing = sequence;
        }
        else if (this.joined) {
            this.coherence.proven(awaited.at);
            this.around.states().heard(() -> this.joined && !this.over);
        }
    }

    @Override
    public void onResubscribed() {
        if (!this.over) {
            this.joined = false;
            this.coherence.resync(this.coherence.applied());
            this.around.states().lost();
            this.around.tickNow().run();
        }
    }

    @Override
    public void onMalformed() {
        this.around.malformed().run();
        logger.debug("A message on the invalidation channel was no message of ours and was dropped");
    }

    private static int slot(long id) {
        return (int) Long.remainderUnsigned(id, REMEMBERED_PULSES);
    }

    private record Sent(long id, long at, long known) {

    }

    /**
     * What all subscriptions of a channel work with.
     *
     * @param runtime what the caches of the namespace share
     * @param bus the bus
     * @param listeners told of every message that was applied
     * @param states the states of the channel
     * @param patienceNanos how long a channel may be silent before it is suspect; after
     * twice that the subscription is given up
     * @param malformed counts what was no message
     * @param tickNow runs the next tick at once
     */
    record Surroundings(NamespaceRuntime runtime, InvalidationBus bus, InvalidationListeners listeners,
            ChannelStates states, long patienceNanos, Runnable malformed, Runnable tickNow) {

    }

}
