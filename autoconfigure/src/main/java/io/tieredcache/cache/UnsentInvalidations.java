package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.InvalidationQueue;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.FenceNames;

/**
 * Invalidations that took effect here and did not reach Redis. While there are any,
 * nothing that they may be about is read from L2 here.
 * <p>
 * Each target waits once, however often it is invalidated; too many become the clearing
 * of the namespace, which then stands for all that come after it. They are sent in
 * chunks: what is new before what has failed, and of these what kills most entries first.
 * A chunk that fails while Redis answers is sent in smaller ones, in the end each target
 * alone and more and more rarely, so that one that Redis does not take keeps no other
 * from being sent. Such a target gives way to the clearing of its cache or of the
 * namespace at last. A chunk that fails because Redis is away ends the round.
 * <p>
 * What is invalidated again while it is sent waits again: an object stands for one
 * waiting, and only that object is taken out by its acknowledgement.
 */
public final class UnsentInvalidations implements InvalidationQueue {

    private static final Logger logger = LoggerFactory.getLogger(UnsentInvalidations.class);

    /** How many targets are sent at once, by how often they have failed. */
    private static final int[] CHUNKS = { 500, 20, 1 };

    private static final int MAX_ATTEMPTS = 10;

    private static final long LEAST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private static final long MOST_PAUSE = TimeUnit.SECONDS.toNanos(30);

    /** How long one round goes on at most, beside the time of its last step. */
    private static final long ROUND = TimeUnit.SECONDS.toNanos(2);

    private final TargetInvalidator invalidator;

    private final LongSupplier ticker;

    private final int limit;

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    private final AtomicBoolean sending = new AtomicBoolean();

    private InvalidationTargets times = new InvalidationTargets();

    /** At least all that waits. */
    private InvalidationTargets about = new InvalidationTargets();

    private volatile int size;

    private volatile long overflows;

    UnsentInvalidations(TargetInvalidator invalidator, LongSupplier ticker, int limit) {
        this.invalidator = invalidator;
        this.ticker = ticker;
        this.limit = limit;
    }

    boolean isEmpty() {
        return this.size == 0;
    }

    /**
     * Whether what a cache has in its store may be among them.
     * @param store the store's name, {@code null} for the application's Redis
     * @param roots names of the fences that all entries of the cache are under
     */
    boolean concern(@Nullable String store, Collection<String> roots) {
        if (isEmpty()) {
            return false;
        }
        synchronized (this) {
            return this.about.concern(store, roots);
        }
    }

    @Override
    public int size() {
        return this.size;
    }

    @Override
    public synchronized Duration oldestAge() {
        long now = this.ticker.getAsLong();
        return Duration.ofNanos(this.waiting.values().stream().mapToLong((each) -> now - each.since).max().orElse(0));
    }

    @Override
    public long overflows() {
        return this.overflows;
    }

    synchronized void add(InvalidationTargets targets) {
        long now = this.ticker.getAsLong();
        targets.eventTimes().forEach(this.times::addEventTime);
        targets.singles().forEach((target) -> put(new Waiting(target, !targets.isExpiring(), now, 0, now)));
        if (this.waiting.size() > this.limit) {
            logger.warn("More than {} invalidations wait for Redis; the whole namespace will be cleared", this.limit);
            this.overflows++;
            put(Waiting.ofNamespace(now));
        }
        this.size = this.waiting.size();
    }

    private void put(Waiting next) {
        this.about.add(next.target);
        Waiting everything = this.waiting.get(FenceNames.NAMESPACE);
        if (everything != null && everything.evicting) {
            this.waiting.put(FenceNames.NAMESPACE, everything.again(everything.target, true));
        }
        else if (next.evicting && next.target.id().equals(FenceNames.NAMESPACE)) {
            long since = this.waiting.values().stream().mapToLong((each) -> each.since).min().orElse(next.since);
            this.waiting.clear();
            this.waiting.put(FenceNames.NAMESPACE, new Waiting(next.target, true, since, 0, next.dueAt));
        }
        else {
            this.waiting.merge(next.target.id(), next,
                    (earlier, later) -> earlier.again(later.target, earlier.evicting || later.evicting));
        }
    }

    /**
     * Sends what waits beside the caller, unless that is under way. To be called while
     * Redis answers.
     */
    void sendSoon(Executor executor) {
        if (!isEmpty() && this.sending.compareAndSet(false, true)) {
            executor.execute(() -> {
                try {
                    sendDue();
                }
                catch (L2UnavailableException ex) {
                    logger.debug("What waits for Redis waits on: {}", ex.getMessage());
                }
                catch (RuntimeException ex) {
                    logger.error("What waits for Redis could not be sent; it will be tried again", ex);
                }
                finally {
                    this.sending.set(false);
                }
            });
        }
    }

    /**
     * Sends what waits and is due.
     * @throws L2UnavailableException if Redis is away
     */
    void sendDue() {
        long began = this.ticker.getAsLong();
        List<List<Waiting>> chunks = dueChunks();
        int sent = 0;
        while (!chunks.isEmpty()) {
            for (List<Waiting> chunk : chunks) {
                sent += send(chunk);
                if (this.ticker.getAsLong() - began > ROUND) {
                    return;
                }
            }
            chunks = dueChunks();
        }
        if (sent > 0 && isEmpty()) {
            logger.info("Invalidations that waited for Redis were sent");
        }
    }

    private int send(List<Waiting> chunk) {
        try {
            this.invalidator.send(targets(chunk));
            acknowledged(chunk);
            return chunk.size();
        }
        catch (L2UnavailableException ex) {
            if (!this.invalidator.isAnswered()) {
                throw ex;
            }
            failed(chunk, ex);
            return 0;
        }
    }

    private synchronized List<List<Waiting>> dueChunks() {
        long now = this.ticker.getAsLong();
        List<Waiting> due = new ArrayList<>(
                this.waiting.values().stream().filter((each) -> each.dueAt - now <= 0).toList());
        due.sort(Waiting.ORDER);
        List<List<Waiting>> chunks = new ArrayList<>();
        List<Waiting> chunk = List.of();
        for (Waiting each : due) {
            if (chunk.isEmpty() || chunk.size() >= each.chunk() || !chunk.get(0).mayTravelWith(each)) {
                chunk = new ArrayList<>();
                chunks.add(chunk);
            }
            chunk.add(each);
        }
        return chunks;
    }

    private synchronized InvalidationTargets targets(List<Waiting> chunk) {
        InvalidationTargets targets = new InvalidationTargets();
        if (chunk.get(0).evicting) {
            targets.evict();
        }
        chunk.forEach((each) -> targets.add(each.target));
        this.times.eventTimes().forEach(targets::addEventTime);
        this.times = new InvalidationTargets();
        return targets;
    }

    private synchronized void acknowledged(List<Waiting> chunk) {
        chunk.forEach((each) -> this.waiting.remove(each.target.id(), each));
        this.size = this.waiting.size();
        lookAgain();
    }

    private void lookAgain() {
        this.about = new InvalidationTargets();
        this.waiting.values().forEach((each) -> this.about.add(each.target));
    }

    private synchronized void failed(List<Waiting> chunk, L2UnavailableException failure) {
        long now = this.ticker.getAsLong();
        for (Waiting each : chunk) {
            if (each.attempts + 1 < MAX_ATTEMPTS) {
                this.waiting.replace(each.target.id(), each, each.failed(now, chunk.size() == 1));
            }
            else if (each.target.id().equals(FenceNames.NAMESPACE)) {
                this.waiting.replace(each.target.id(), each, each.failedForGood(now));
            }
            else if (this.waiting.remove(each.target.id(), each)) {
                logger.warn("Redis does not take the invalidation of {} ({}); what it is part of is cleared",
                        each.target.words(), failure.getMessage());
                put(new Waiting(each.target.wider(), true, each.since, 0, now));
            }
        }
        this.size = this.waiting.size();
        lookAgain();
    }

    /**
     * A target that waits. Two of them are never equal.
     */
    private static final class Waiting {

        static final Comparator<Waiting> ORDER = Comparator.<Waiting>comparingInt((each) -> each.attempts)
            .thenComparing((each) -> !each.evicting)
            .thenComparingInt((each) -> each.target.need())
            .thenComparing((each) -> String.valueOf(each.target.store()))
            .thenComparingLong((each) -> each.since);

        private final InvalidationTargets.Single target;

        private final boolean evicting;

        private final long since;

        private final int attempts;

        private final long dueAt;

        Waiting(InvalidationTargets.Single target, boolean evicting, long since, int attempts, long dueAt) {
            this.target = target;
            this.evicting = evicting;
            this.since = since;
            this.attempts = attempts;
            this.dueAt = dueAt;
        }

        static Waiting ofNamespace(long now) {
            return new Waiting(InvalidationTargets.Single.ofFence(FenceNames.NAMESPACE), true, now, 0, now);
        }

        Waiting again(InvalidationTargets.Single latest, boolean evict) {
            return new Waiting(latest, evict, this.since, this.attempts, this.dueAt);
        }

        Waiting failed(long now, boolean alone) {
            int failures = alone ? Math.max(this.attempts + 1, CHUNKS.length) : this.attempts + 1;
            // What failed together with others is tried without them at once.
            long pause = (failures < CHUNKS.length) ? 0
                    : Math.min(MOST_PAUSE, LEAST_PAUSE << Math.min(failures - CHUNKS.length, 10));
            return new Waiting(this.target, this.evicting, this.since, failures, now + pause);
        }

        Waiting failedForGood(long now) {
            return new Waiting(this.target, this.evicting, this.since, this.attempts, now + MOST_PAUSE);
        }

        int chunk() {
            return CHUNKS[Math.min(this.attempts, CHUNKS.length - 1)];
        }

        boolean mayTravelWith(Waiting other) {
            return this.evicting == other.evicting && chunk() == other.chunk()
                    && Objects.equals(this.target.store(), other.target.store());
        }

    }

}
