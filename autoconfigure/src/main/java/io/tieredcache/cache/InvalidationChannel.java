package io.tieredcache.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.ChannelState;
import io.tieredcache.ChannelStateListener;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.InvalidationListener;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.InvalidationBus;
import io.tieredcache.store.InvalidationMessage;

/**
 * Keeps this instance subscribed and proves again and again that nothing is missing.
 * <p>
 * A tick, about once a second on a thread of its own, sends a pulse: one step in Redis
 * reads the sequence and publishes the pulse to this instance. When the pulse comes back
 * over the subscription and every number up to that sequence was applied, the channel is
 * proven as of the moment that the pulse was sent. A pulse that comes back while numbers
 * are missing is followed by a resync, one tick later, since on a cluster messages may
 * overtake each other. A sequence that went back (a Redis that lost its data) is one as
 * well, and so is a sequence on another server than before (a failover, which may lose
 * what was acknowledged last). Pulses that do not come back make the channel suspect, and
 * then the subscription is given up and made anew, whatever the driver says of its state.
 */
public final class InvalidationChannel implements InvalidationChannelStatus {

    private static final Logger logger = LoggerFactory.getLogger(InvalidationChannel.class);

    /** A pulse that takes longer than a tick to come back still proves its moment. */
    private static final int REMEMBERED_PULSES = 16;

    private final NamespaceRuntime runtime;

    private final InvalidationBus bus;

    private final Coherence coherence;

    private final InvalidationListeners listeners;

    private final long intervalMillis;

    private final long patienceNanos;

    private final LongAdder malformed = new LongAdder();

    private final ChannelStates states;

    private volatile @Nullable ScheduledExecutorService executor;

    private volatile @Nullable Subscribed subscribed;

    private volatile boolean stopped;

    /** Told to the log once; of the channel's thread. */
    private @Nullable String failure;

    /**
     * Create a channel.
     * @param runtime what the caches of the namespace share
     * @param bus the bus
     * @param intervalMillis time between two pulses
     * @param listeners told of every message that was applied
     */
    public InvalidationChannel(NamespaceRuntime runtime, InvalidationBus bus, long intervalMillis,
            List<InvalidationListener> listeners) {
        this(runtime, bus, intervalMillis, listeners, List.of());
    }

    /**
     * Create a channel.
     * @param runtime what the caches of the namespace share
     * @param bus the bus
     * @param intervalMillis time between two pulses
     * @param listeners told of every message that was applied
     * @param stateListeners told of every change of the state
     */
    public InvalidationChannel(NamespaceRuntime runtime, InvalidationBus bus, long intervalMillis,
            List<InvalidationListener> listeners, List<ChannelStateListener> stateListeners) {
        this.runtime = runtime;
        this.bus = bus;
        this.coherence = runtime.coherence();
        this.listeners = new InvalidationListeners(listeners, runtime.clock());
        this.states = new ChannelStates(runtime.namespace(), Clock.systemUTC(), stateListeners);
        this.intervalMillis = intervalMillis;
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(3 * intervalMillis);
    }

    @Override
    public ChannelState state() {
        return this.states.current();
    }

    @Override
    public Instant since() {
        return this.states.since();
    }

    @Override
    public @Nullable Duration lastProvenAgo() {
        return this.coherence.provenAgo(this.runtime.now());
    }

    @Override
    public long resyncs() {
        return this.coherence.resyncs();
    }

    @Override
    public long gaps() {
        return this.coherence.gaps();
    }

    @Override
    public long reconnects() {
        return this.states.reconnects();
    }

    @Override
    public long malformed() {
        return this.malformed.sum();
    }

    @Override
    public int pendingInvalidations() {
        return this.runtime.unsent().size();
    }

    /**
     * Joins the channel and waits a moment for it; where Redis is away the application
     * goes on, and joins later by itself.
     * @param patienceMillis how long to wait
     */
    public void start(long patienceMillis) {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor((task) -> {
            Thread thread = new Thread(task, "tiered-cache-channel");
            thread.setDaemon(true);
            return thread;
        });
        this.stopped = false;
        this.states.reset();
        this.executor = started;
        ScheduledFuture<?> first = started.schedule(this::tick, 0, TimeUnit.MILLISECONDS);
        var unused = started.scheduleWithFixedDelay(this::tick, this.intervalMillis, this.intervalMillis,
                TimeUnit.MILLISECONDS);
        try {
            first.get(patienceMillis, TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        catch (ExecutionException | TimeoutException ex) {
            logger.debug("The invalidation channel is not joined yet", ex);
        }
        if (state() == ChannelState.CONNECTING) {
            logger.warn("Invalidation channel of '{}' is CONNECTING: the application starts without it, "
                    + "and it is joined as soon as Redis can be reached", this.runtime.namespace());
        }
    }

    /**
     * Leaves the channel.
     */
    public void stop() {
        this.stopped = true;
        ScheduledExecutorService running = this.executor;
        this.executor = null;
        if (running != null) {
            running.shutdownNow();
            try {
                running.awaitTermination(5, TimeUnit.SECONDS);
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
        leave();
        this.states.reset();
    }

    private void tick() {
        try {
            Subscribed current = this.subscribed;
            if (current == null || current.isLost()) {
                leave();
                join();
            }
            else {
                current.watch();
            }
            this.runtime.unsent().sendSoon(this.runtime.executor());
            this.failure = null;
        }
        catch (L2UnavailableException ex) {
            failed(String.valueOf(ex.getMessage()));
        }
        catch (RuntimeException ex) {
            logger.error("The invalidation channel failed; it will be tried again", ex);
        }
    }

    private void failed(String message) {
        if (this.stopped || message.equals(this.failure)) {
            logger.debug("The invalidation channel still fails: {}", message);
            return;
        }
        this.failure = message;
        logger.warn("Invalidation channel of '{}' fails: {}", this.runtime.namespace(), message);
    }

    private void tickNow() {
        ScheduledExecutorService running = this.executor;
        if (running != null) {
            try {
                running.execute(this::tick);
            }
            catch (RejectedExecutionException ex) {
                logger.debug("The invalidation channel is stopping", ex);
            }
        }
    }

    private void join() {
        Subscribed joining = new Subscribed();
        joining.subscription = this.bus.subscribe(joining);
        if (this.stopped) {
            joining.subscription.close();
            return;
        }
        this.subscribed = joining;
        joining.rejoin();
    }

    private void leave() {
        Subscribed left = this.subscribed;
        this.subscribed = null;
        if (left != null) {
            left.close();
        }
        if (!this.stopped) {
            this.states.lost();
        }
    }

    /**
     * One subscription. What arrives over one that was given up counts no more.
     */
    private final class Subscribed implements InvalidationBus.Listener {

        private InvalidationBus.@Nullable Subscription subscription;

        private volatile boolean over;

        private volatile boolean joined;

        private volatile long heardAt = InvalidationChannel.this.runtime.now();

        private volatile long missing;

        private final AtomicReferenceArray<@Nullable Sent> sent = new AtomicReferenceArray<>(REMEMBERED_PULSES);

        private long nextId;

        private String history = "";

        boolean isLost() {
            return InvalidationChannel.this.runtime.now() - this.heardAt > 2 * InvalidationChannel.this.patienceNanos;
        }

        /**
         * Reads the sequence and starts anew from it.
         */
        void rejoin() {
            Coherence coherence = InvalidationChannel.this.coherence;
            long now = InvalidationChannel.this.runtime.now();
            this.heardAt = now;
            long knownBefore = coherence.known();
            InvalidationBus.Pulse pulse = pulse(new Sent(this.nextId++, now, 0));
            this.history = pulse.history();
            coherence.startOver(knownBefore, pulse.sequence());
            coherence.proven(now);
            this.joined = true;
            InvalidationChannel.this.states.joined();
        }

        void watch() {
            Coherence coherence = InvalidationChannel.this.coherence;
            if (!this.joined) {
                rejoin();
                return;
            }
            if (this.missing > coherence.applied()) {
                logger.warn("Invalidations up to {} were missed; L1 starts anew", this.missing);
                coherence.resyncAfterGap(this.missing);
            }
            this.missing = 0;
            long now = InvalidationChannel.this.runtime.now();
            if (now - this.heardAt > InvalidationChannel.this.patienceNanos) {
                InvalidationChannel.this.states.silent();
            }
            Sent next = new Sent(this.nextId++, now, coherence.known());
            this.sent.set(slot(next.id), next);
            InvalidationBus.Pulse pulse = pulse(next);
            if (pulse.sequence() < next.known) {
                logger.warn("Redis went back in its sequence; L1 starts anew");
                coherence.startOver(next.known, pulse.sequence());
            }
            else if (!pulse.history().equals(this.history)) {
                // A failover may have lost messages that this instance never heard of.
                logger.warn("Another server of Redis keeps the sequence, or it was restarted; L1 starts anew");
                coherence.startOver(next.known, pulse.sequence());
            }
            this.history = pulse.history();
        }

        private InvalidationBus.Pulse pulse(Sent next) {
            SharedClock clock = InvalidationChannel.this.runtime.clock();
            long sentAt = clock.localMillis();
            InvalidationBus.Pulse pulse = InvalidationChannel.this.runtime.gateway()
                .await(InvalidationChannel.this.bus.pulse(next.id));
            clock.adjust(pulse.time(), sentAt, clock.localMillis());
            return pulse;
        }

        void close() {
            this.over = true;
            InvalidationBus.Subscription open = this.subscription;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void onInvalidation(InvalidationMessage message) {
            if (!this.over) {
                InvalidationChannel.this.coherence.apply(message);
                message.keyHashes().forEach(InvalidationChannel.this.runtime.waiters()::wake);
                InvalidationChannel.this.listeners.tell(message);
            }
        }

        @Override
        public void onRelease(long keyHash) {
            InvalidationChannel.this.runtime.waiters().wake(keyHash);
        }

        @Override
        public void onPulse(long id, long sequence) {
            Sent awaited = this.sent.get(slot(id));
            if (this.over || awaited == null || awaited.id != id) {
                return;
            }
            this.heardAt = InvalidationChannel.this.runtime.now();
            if (InvalidationChannel.this.coherence.applied() < sequence) {
                this.missing = sequence;
            }
            else if (this.joined) {
                InvalidationChannel.this.coherence.proven(awaited.at);
                InvalidationChannel.this.states.heard(() -> this.joined && !this.over);
            }
        }

        @Override
        public void onResubscribed() {
            if (!this.over) {
                this.joined = false;
                InvalidationChannel.this.coherence.resync(InvalidationChannel.this.coherence.applied());
                InvalidationChannel.this.states.lost();
                tickNow();
            }
        }

        @Override
        public void onMalformed() {
            InvalidationChannel.this.malformed.increment();
            logger.debug("A message on the invalidation channel was no message of ours and was dropped");
        }

    }

    private static int slot(long id) {
        return (int) Long.remainderUnsigned(id, REMEMBERED_PULSES);
    }

    private record Sent(long id, long at, long known) {

    }

}
