package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheCounter;
import io.tieredcache.LoadContext;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.StepOutcome;

/**
 * Loads that no caller runs: values that are loaded again while the old ones are served,
 * and loads that their callers do not wait for to the end. One per key at a time. Each is
 * judged by what was noted when it began, as any other load.
 */
final class BackgroundLoads {

    private static final Logger logger = LoggerFactory.getLogger(BackgroundLoads.class);

    /** How long another instance's refresh is given before its result is looked for. */
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final CacheParts parts;

    private final EntryReader reader;

    private final EntryLoads loads;

    private final LoadAdmissions admissions;

    private final StandIns standIns;

    private final LoadingThreads threads;

    private final Flights flights;

    private final AtomicBoolean failing = new AtomicBoolean();

    BackgroundLoads(CacheParts parts, EntryReader reader, EntryLoads loads, LoadAdmissions admissions,
            StandIns standIns, LoadingThreads threads) {
        this.parts = parts;
        this.reader = reader;
        this.loads = loads;
        this.admissions = admissions;
        this.standIns = standIns;
        this.threads = threads;
        this.flights = new Flights(parts);
    }

    int size() {
        return this.flights.size();
    }

    /**
     * The load under way whose result a read may share.
     * @return the load, {@code null} for none
     */
    @Nullable Flight running(ReadContext read) {
        return this.flights.running(read);
    }

    /**
     * Runs a load that has the right to.
     * @return the load
     */
    Flight start(PreparedLoad load, Source source) {
        Flight flight = replacing(load);
        this.parts.runtime().loads().execute(() -> run(flight, load, source, null));
        return flight;
    }

    /**
     * Runs a load that has the right to, and whose loader does not hold the thread, on
     * the calling thread.
     * @return the load
     */
    Flight startHere(PreparedLoad load, Source source) {
        Flight flight = replacing(load);
        run(flight, load, source, null);
        return flight;
    }

    private Flight replacing(PreparedLoad load) {
        Flight flight = new Flight(load.read());
        this.flights.replace(flight);
        return flight;
    }

    /**
     * Loads a value again while the one that is held is served, unless that is done
     * already.
     * @param held the copy that is served
     * @param due whether the entry is to be loaded again, {@code false} if L2 may give it
     * @param read a read that begins now
     * @param source where to load from
     * @return the load, {@code null} if one is under way or its source is left alone
     */
    @Nullable Flight refresh(L1Entry held, boolean due, ReadContext read, Source source) {
        Flight flight = begin(read);
        if (flight != null) {
            held.postpone(this.parts.runtime().now() + this.parts.settings().load().leaseTime().toNanos());
            execute(flight, () -> loadAgain(flight, held, source, (found) -> isEnough(found, held, due)));
        }
        return flight;
    }

    /**
     * Loads a value whatever there is, unless an instance did so a short time ago.
     * @param read a read that begins now
     * @param source where to load from
     * @param recently what counts as a short time
     */
    void reload(ReadContext read, Source source, Duration recently) {
        Flight flight = begin(read);
        if (flight != null) {
            execute(flight, () -> loadAgain(flight, null, source, (found) -> isYounger(found, recently)));
        }
    }

    /**
     * Runs a refresh as a step that begins with the reader who was its occasion.
     */
    private void execute(Flight flight, Runnable refresh) {
        CacheProbe.Running refreshing = this.parts.steps().probe().begin(CacheStep.REFRESH);
        this.parts.runtime().loads().execute(() -> {
            refreshing.enter();
            try {
                refresh.run();
            }
            finally {
                refreshing.leave();
                var unused = flight.answer()
                    .whenComplete((answer, failure) -> refreshing
                        .end((failure != null) ? StepOutcome.ERROR : StepOutcome.SUCCESS, failure));
            }
        });
    }

    private @Nullable Flight begin(ReadContext read) {
        Flight flight = new Flight(read);
        return (!this.standIns.isThrottled(read.local()) && this.flights.joinOrStart(flight) == null) ? flight : null;
    }

    private void loadAgain(Flight flight, @Nullable L1Entry held, Source source, Predicate<L1Entry> isEnough) {
        try {
            Answer found = this.reader.read(flight.read());
            if (found != null && isEnough.test(found.entry())) {
                this.flights.complete(flight, found);
                return;
            }
            Admission admission = this.admissions.ask(flight.read(), false);
            if (admission.load() != null) {
                this.parts.counters().count(CacheCounter.REFRESH);
                run(flight, admission.load(), source, held);
                return;
            }
            if (held != null) {
                long millis = Math.min(admission.busyMillis(), LOOK_AGAIN_MILLIS);
                held.postpone(this.parts.runtime().now() + TimeUnit.MILLISECONDS.toNanos(millis));
            }
            this.flights.complete(flight, admission.answer());
        }
        catch (Throwable ex) {
            this.flights.fail(flight, ex);
        }
    }

    private boolean isYounger(L1Entry found, Duration age) {
        return this.parts.runtime().clock().millis() - found.details().life().createdAt() < age.toMillis();
    }

    private boolean isEnough(L1Entry found, L1Entry held, boolean due) {
        return found.isFresh(this.parts.runtime().now())
                && !(due && found.details().life().equals(held.details().life()));
    }

    private void run(Flight flight, PreparedLoad load, Source source, @Nullable L1Entry held) {
        LoadContext context = this.loads.context(load);
        LeaseRenewal renewal = LeaseRenewal.of(load, this.parts);
        var unused = ask(load, source, context).whenComplete((value, failure) -> {
            renewal.end();
            if (failure != null) {
                failed(flight, load, held, cause(failure));
            }
            else {
                this.parts.counters().count(CacheCounter.LOAD);
                this.standIns.forget(load.read().local());
                this.failing.set(false);
                this.flights.complete(flight, this.loads.finish(load, value, context));
            }
        });
    }

    private CompletableFuture<?> ask(PreparedLoad load, Source source, LoadContext context) {
        try {
            this.threads.enter(load.read());
            try {
                return this.parts.steps().loadLater(CacheStep.BACKGROUND_LOAD, () -> source.load(context));
            }
            finally {
                this.threads.leave(load.read());
            }
        }
        catch (Throwable ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private void failed(Flight flight, PreparedLoad load, @Nullable L1Entry held, Throwable failure) {
        Answer standIn = this.standIns.insteadOf(load, failure);
        if (standIn != null && this.failing.compareAndSet(false, true)) {
            logger.warn("Cache '{}': a load in the background failed with {}; older values are served meanwhile",
                    this.parts.settings().name(), failure.getClass().getName());
            logger.trace("Why a load in the background failed", failure);
        }
        if (held != null) {
            held.postpone(this.parts.runtime().now() + this.parts.settings().stale().throttle().toNanos());
        }
        if (standIn != null) {
            this.flights.complete(flight, standIn);
        }
        else {
            this.flights.fail(flight, failure);
        }
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException && cause != null) ? cause : failure;
    }

}
