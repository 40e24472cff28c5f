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
import java.util.function.Supplier;
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

/**
 * Notes from time to time what the caches have counted, and tells how fast their budgets
 * are spent. Without objectives it has no thread and notes nothing.
 */
public final class CacheSloMonitor implements CacheSlos, InvalidationListener {

    private static final Logger logger = LoggerFactory.getLogger(CacheSloMonitor.class);

    /** Notes in a window: how exactly its beginning is met. */
    private static final int NOTES = 30;

    private static final long LEAST_INTERVAL_MILLIS = 1_000;

    private static final long STOP_MILLIS = 5_000;

    private final Supplier<? extends Map<String, ToLongFunction<CacheCounter>>> caches;

    private final Function<String, SloTargets> targets;

    private final StalenessAudit audit;

    private final Duration window;

    private final LongSupplier ticker;

    private final Map<String, CacheObjectives> objectives = new ConcurrentHashMap<>();

    private final Map<Duration, Tally> lags = new ConcurrentHashMap<>();

    private final List<Consumer<SloStatus>> told = new ArrayList<>();

    private @Nullable ScheduledThreadPoolExecutor executor;

    /**
     * Create a monitor.
     * @param caches gives the counts of the caches there are, by their names
     * @param targets gives the objectives of a cache by its name
     * @param audit counts stale hits
     * @param window time over which errors are counted
     * @param ticker the instance's nanosecond ticker
     */
    public CacheSloMonitor(Supplier<? extends Map<String, ToLongFunction<CacheCounter>>> caches,
            Function<String, SloTargets> targets, StalenessAudit audit, Duration window, LongSupplier ticker) {
        this.caches = caches;
        this.targets = targets;
        this.audit = audit;
        this.window = window;
        this.ticker = ticker;
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
     * Notes what was counted by now, of caches made since the last note too.
     */
    public void note() {
        this.caches.get().forEach((name, counts) -> {
            if (!this.objectives.containsKey(name)) {
                SloTargets wanted = this.targets.apply(name);
                if (!wanted.isEmpty()) {
                    add(name, objectives(name, counts, wanted));
                }
            }
        });
        long now = this.ticker.getAsLong();
        this.objectives.values().forEach((each) -> each.note(now));
    }

    private CacheObjectives objectives(String cache, ToLongFunction<CacheCounter> counts, SloTargets wanted) {
        Duration limit = wanted.invalidationLag();
        Tally lag = (limit != null) ? this.lags.computeIfAbsent(limit, (missing) -> new Tally(missing.toNanos()))
                : null;
        return new CacheObjectives(cache, counts, wanted, this.audit, lag, this.window);
    }

    private void add(String name, CacheObjectives added) {
        synchronized (this.told) {
            if (this.objectives.putIfAbsent(name, added) == null) {
                added.status().forEach((status) -> this.told.forEach((action) -> action.accept(status)));
            }
        }
    }

    /**
     * A read that no level answered was over.
     * @param cache the cache's name
     * @param nanos time that it took
     */
    public void missed(String cache, long nanos) {
        CacheObjectives found = this.objectives.get(cache);
        if (found != null) {
            found.missed(nanos);
        }
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
