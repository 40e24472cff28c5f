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

    private final NamespaceRuntime runtime;

    private final Coherence coherence;

    private final long intervalMillis;

    private final ChannelSubscription.Surroundings subscribing;

    private final LongAdder malformed = new LongAdder();

    private final ChannelStates states;

    private volatile @Nullable ScheduledExecutorService executor;

    private volatile @Nullable ChannelSubscription subscription;

    private volatile boolean stopped;

    /** Told to the log once; of the channel's thread. */
    private @Nullable String failure;

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
        this.coherence = runtime.coherence();
        this.states = new ChannelStates(runtime.namespace(), Clock.systemUTC(), stateListeners);
        this.intervalMillis = intervalMillis;
        this.subscribing = new ChannelSubscription.Surroundings(runtime, bus,
                new InvalidationListeners(listeners, runtime.clock()), this.states,
                TimeUnit.MILLISECONDS.toNanos(3 * intervalMillis), this.malformed::increment, this::tickNow);
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
            ChannelSubscription current = this.subscription;
            if (current == null || current.isLost()) {
                leave();
                join();
            }
            else {
                current.watch();
            }
            this.runtime.unsent().sendSoon(this.runtime.executor());
            this.runtime.unreleased().giveBack();
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
        ChannelSubscription joining = new ChannelSubscription(this.subscribing);
        joining.open();
        if (this.stopped) {
            joining.close();
            return;
        }
        this.subscription = joining;
        joining.rejoin();
    }

    private void leave() {
        ChannelSubscription left = this.subscription;
        this.subscription = null;
        if (left != null) {
            left.close();
        }
        if (!this.stopped) {
            this.states.lost();
        }
    }

}
