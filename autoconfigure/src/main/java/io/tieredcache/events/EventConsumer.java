package io.tieredcache.events;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.InvalidationTiming;
import io.tieredcache.OutsideEvents;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.store.EventStream;
import io.tieredcache.store.StreamEvent;

/**
 * Takes the events that other services add to the namespace's stream, and invalidates
 * their targets.
 * <p>
 * The order is: take a batch, invalidate its targets with one message, or a few where
 * there are many, then settle the batch. Where Redis fails on the way, the batch is kept
 * and done again from the begin, which is harmless; where this process dies, another
 * instance claims it. An event that can never be applied goes to the dead-letter stream
 * with the settling, so that it does not stop the others. All of it happens on one
 * thread, in the order of the stream.
 */
public final class EventConsumer implements OutsideEvents {

    private static final Logger logger = LoggerFactory.getLogger(EventConsumer.class);

    private final EventStream stream;

    private final AnswerWait answers;

    private final EventReader reader;

    private final EventTargets targets;

    private final CacheInvalidator invalidator;

    private final EventSettings settings;

    private final LongSupplier ticker;

    private final ThreadFactory threads;

    private final LongAdder applied = new LongAdder();

    private final LongAdder rejected = new LongAdder();

    private final LongAdder claimed = new LongAdder();

    private List<StreamEvent> unsettled = List.of();

    private boolean failing;

    private boolean rejecting;

    private long claimAt;

    private volatile boolean stopped;

    private volatile @Nullable ScheduledExecutorService executor;

    /**
     * Create a consumer.
     * @param stream the stream
     * @param answers waits for what the stream answers
     * @param reader reads events
     * @param manager has the caches
     * @param invalidator invalidates
     * @param settings how events are taken
     * @param ticker the nanosecond ticker
     * @param threads makes the consumer's thread
     */
    public EventConsumer(EventStream stream, AnswerWait answers, EventReader reader, TieredCacheManager manager,
            CacheInvalidator invalidator, EventSettings settings, LongSupplier ticker, ThreadFactory threads) {
        this.stream = stream;
        this.answers = answers;
        this.reader = reader;
        this.targets = new EventTargets(manager);
        this.invalidator = invalidator;
        this.settings = settings;
        this.ticker = ticker;
        this.threads = threads;
    }

    /**
     * Begins to take events, on a thread of its own.
     */
    public void start() {
        this.stopped = false;
        this.claimAt = this.ticker.getAsLong();
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(this.threads);
        this.executor = started;
        var unused = started.scheduleWithFixedDelay(this::tick, 0, this.settings.pollInterval().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Ends after the batch that is being done.
     */
    public void stop() {
        this.stopped = true;
        ScheduledExecutorService running = this.executor;
        this.executor = null;
        if (running == null) {
            return;
        }
        running.shutdown();
        try {
            if (!running.awaitTermination(5, TimeUnit.SECONDS)) {
                running.shutdownNow();
            }
        }
        catch (InterruptedException ex) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long applied() {
        return this.applied.sum();
    }

    @Override
    public long rejected() {
        return this.rejected.sum();
    }

    @Override
    public long claimed() {
        return this.claimed.sum();
    }

    private void tick() {
        try {
            while (!this.stopped && takeBatch()) {
                answered();
            }
            answered();
        }
        catch (L2UnavailableException ex) {
            failed(ex);
        }
        catch (RuntimeException ex) {
            logger.error("Events from outside could not be taken; they will be tried again", ex);
        }
    }

    /**
     * Takes and does one batch.
     * @return whether there may be more
     */
    private boolean takeBatch() {
        if (this.unsettled.isEmpty()) {
            this.unsettled = claim();
        }
        if (this.unsettled.isEmpty()) {
            this.unsettled = this.answers.await(this.stream.read(this.settings.batchSize()));
        }
        if (this.unsettled.isEmpty()) {
            return false;
        }
        EventBatch batch = EventBatch.of(this.unsettled, this.reader, this.targets);
        invalidate(batch);
        settle(batch);
        this.unsettled = List.of();
        return true;
    }

    private List<StreamEvent> claim() {
        long now = this.ticker.getAsLong();
        if (now - this.claimAt < 0) {
            return List.of();
        }
        List<StreamEvent> found = this.answers
            .await(this.stream.claim(this.settings.claimAfter().toMillis(), this.settings.batchSize()));
        if (found.isEmpty()) {
            this.claimAt = now + this.settings.claimAfter().toNanos() / 2;
        }
        this.claimed.add(found.size());
        return found;
    }

    private void invalidate(EventBatch batch) {
        try {
            batch.merged().forEach(this::acknowledge);
        }
        catch (L2UnavailableException ex) {
            throw ex;
        }
        catch (RuntimeException ex) {
            logger.debug("Events are applied one by one, since one of them is refused", ex);
            batch.each(this::invalidate);
        }
    }

    /**
     * An event is done only when Redis has acknowledged, whatever the caches say of a
     * Redis that does not.
     */
    private void acknowledge(CacheInvalidation targets) {
        this.invalidator.invalidate(targets, InvalidationTiming.BEFORE_COMMIT);
    }

    /**
     * Invalidates the targets of one event.
     * @throws RejectedEventException if the cache refuses them
     */
    private void invalidate(CacheInvalidation targets) {
        try {
            acknowledge(targets);
        }
        catch (L2UnavailableException ex) {
            throw ex;
        }
        catch (RuntimeException ex) {
            throw new RejectedEventException(Rejection.REFUSED,
                    "the invalidation of its targets failed with " + ex.getClass().getSimpleName());
        }
    }

    private void settle(EventBatch batch) {
        List<EventStream.Rejected> refused = batch.rejected();
        int notKept = this.answers.await(this.stream.settle(batch.done(), refused));
        this.applied.add(batch.done().size());
        this.rejected.add(refused.size());
        if (!refused.isEmpty() && !this.rejecting) {
            logger.warn("{} of {} events from outside cannot be applied ({}); see the dead-letter stream",
                    refused.size(), this.unsettled.size(), refused.get(0).reason());
        }
        this.rejecting = !refused.isEmpty();
        if (notKept > 0) {
            logger.error("The dead-letter stream could not take {} events; they are dropped", notKept);
        }
    }

    private void failed(L2UnavailableException ex) {
        if (!this.failing) {
            logger.warn("Events from outside are not taken: {}", ex.getMessage());
        }
        this.failing = true;
    }

    private void answered() {
        if (this.failing) {
            logger.info("Events from outside are taken again");
        }
        this.failing = false;
    }

}
