package io.tieredcache.slo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.CacheCounter;
import io.tieredcache.CacheSlos;
import io.tieredcache.InvalidationListener;
import io.tieredcache.SloStatus;
import io.tieredcache.StalenessAudit;
import io.tieredcache.TieredCache;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.CacheProbe;

/**
 * Notes from time to time what the caches have counted, and tells how fast their budgets
 * are spent. Of caches without objectives it is told nothing but that they are there.
 */
public final class CacheSloMonitor implements CacheSlos, CacheObserver, InvalidationListener {

    private static final Logger logger = LoggerFactory.getLogger(CacheSloMonitor.class);

    /** Notes in a window: how exactly its beginning is met. */
    private static final int NOTES = 30;

    private static final long LEAST_INTERVAL_MILLIS = 1_000;

    private static final long STOP_MILLIS = 5_000;

    private final Function<String, SloTargets> targets;

    private final StalenessAudit audit;

    private final Duration window;

    private final LongSupplier ticker;

    private final Map<String, CacheObjectives> objectives = new ConcurrentHashMap<>();

    private final Map<String, Tally> misses = new ConcurrentHashMap<>();

    private final Map<Duration, Tally> lags = new ConcurrentHashMap<>();

    private final List<Consumer<SloStatus>> told = new ArrayList<>();

    private @Nullable ScheduledThreadPoolExecutor executor;

    /**
     * Create a monitor.
     * @param targets gives the objectives of a cache by its name
     * @param audit counts stale hits
     * @param window time over which errors are counted
     * @param ticker the instance's nanosecond ticker
     */
    public CacheSloMonitor(Function<String, SloTargets> targets, StalenessAudit audit, Duration window,
            LongSupplier ticker) {
        this.targets = targets;
        this.audit = audit;
        this.window = window;
        this.ticker = ticker;
    }

    @Override
    public CacheProbe probe(String cache) {
        Duration limit = this.targets.apply(cache).missPenalty();
        if (limit == null) {
            return CacheProbe.NONE;
        }
        Tally tally = new Tally(limit.toNanos());
        this.misses.put(cache, tally);
        return new CacheProbe() {

            @Override
            public void missed(long nanos) {
                tally.count(nanos);
            }

        };
    }

    @Override
    public void created(TieredCache cache) {
        add(cache.getName(), cache::count);
    }

    /**
     * A cache is there.
     * @param cache its name
     * @param counts gives what it counts
     */
    void add(String cache, ToLongFunction<CacheCounter> counts) {
        SloTargets wanted = this.targets.apply(cache);
        if (wanted.isEmpty()) {
            return;
        }
        Duration limit = wanted.invalidationLag();
        Tally lag = (limit != null) ? this.lags.computeIfAbsent(limit, (missing) -> new Tally(missing.toNanos()))
                : null;
        CacheObjectives added = new CacheObjectives(cache, counts, wanted, this.audit, this.misses.get(cache), lag,
                this.window);
        added.note(this.ticker.getAsLong());
        synchronized (this.told) {
            this.objectives.put(cache, added);
            added.status().forEach((status) -> this.told.forEach((action) -> action.accept(status)));
        }
    }

    /**
     * Makes a note at once, and then again and again.
     * @param threads gives the thread
     */
    public synchronized void start(ThreadFactory threads) {
        note();
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, threads);
        long millis = Math.max(LEAST_INTERVAL_MILLIS, this.window.toMillis() / NOTES);
        var unused = started.scheduleAtFixedRate(this::noteSafely, millis, millis, TimeUnit.MILLISECONDS);
        this.executor = started;
    }

    /**
     * Ends the notes.
     */
    public void stop() {
        ScheduledThreadPoolExecutor running;
        synchronized (this) {
            running = this.executor;
            this.executor = null;
        }
        if (running == null) {
            return;
        }
        running.shutdownNow();
        try {
            running.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private void noteSafely() {
        try {
            note();
        }
        catch (RuntimeException ex) {
            logger.warn("The figures for the objectives could not be noted ({}); the next note will be",
                    ex.getClass().getName());
            logger.debug("Why the figures could not be noted", ex);
        }
    }

    /**
     * Notes what was counted by now.
     */
    void note() {
        long now = this.ticker.getAsLong();
        this.objectives.values().forEach((each) -> each.note(now));
    }

    @Override
    public void onInvalidation(AppliedInvalidation applied) {
        if (this.lags.isEmpty()) {
            return;
        }
        List<Duration> times = applied.eventTimes().isEmpty() ? List.of(applied.publishLag()) : applied.eventLags();
        this.lags.values().forEach((tally) -> times.forEach((lag) -> tally.count(lag.toNanos())));
    }

    @Override
    public List<SloStatus> all() {
        return this.objectives.values()
            .stream()
            .flatMap((each) -> each.status().stream())
            .sorted(Comparator.comparing(SloStatus::cache).thenComparing(SloStatus::objective))
            .toList();
    }

    @Override
    public List<SloStatus> of(String cache) {
        CacheObjectives found = this.objectives.get(cache);
        return (found != null) ? found.status() : List.of();
    }

    @Override
    public Duration window() {
        return this.window;
    }

    @Override
    public void onObjective(Consumer<SloStatus> action) {
        synchronized (this.told) {
            this.told.add(action);
            all().forEach(action);
        }
    }

}
