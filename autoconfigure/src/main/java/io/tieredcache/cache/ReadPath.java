package io.tieredcache.cache;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLoader;
import io.tieredcache.Consistency;
import io.tieredcache.LoadContext;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.L1Entry;

/**
 * Reads that L1 did not answer: L2, then the source, one reader per key at a time. A
 * caller joins the reader under way unless an invalidation came after that one began, and
 * takes its outcome only if none came before the caller itself began. A reader whose
 * outcome was refused is joined no more.
 */
final class ReadPath {

    private final CacheParts parts;

    private final EntryReader reader;

    private final EntryLoads loads;

    private final Flights flights;

    private final LoadingThreads threads;

    private final StandIns standIns;

    private final LoadPatience patience;

    private final LoadTurns turns;

    private final BackgroundLoads background;

    private final CallerLoads callerLoads;

    private final TransactionReads inTransaction;

    private final BatchReads batches;

    private final HitSamples samples;

    private final AsynchronousPath asynchronous;

    ReadPath(DefaultTieredCache cache, CacheParts parts, EntryReader reader, EntryLoads loads) {
        this.parts = parts;
        this.reader = reader;
        this.loads = loads;
        this.flights = new Flights(parts);
        this.threads = new LoadingThreads(parts.settings().name());
        LoadAdmissions admissions = new LoadAdmissions(parts, reader, loads);
        this.standIns = new StandIns(parts, reader, loads);
        this.patience = new LoadPatience(parts, this.standIns);
        this.turns = new LoadTurns(parts, reader, admissions, this.standIns);
        this.background = new BackgroundLoads(parts, reader, loads, admissions, this.standIns, this.threads);
        this.batches = new BatchReads(parts, reader, loads, this, this.flights, this.threads, this.standIns,
                admissions);
        this.samples = new HitSamples(parts, reader, this.threads, this.standIns, cache::mode);
        this.callerLoads = new CallerLoads(parts, loads, this.threads, this.standIns);
        this.asynchronous = new AsynchronousPath(this, parts, reader, this.flights, this.threads, this.standIns,
                this.patience, this.turns);
        this.inTransaction = new TransactionReads(cache, parts, reader, loads, admissions, this.callerLoads);
    }

    TransactionReads inTransaction() {
        return this.inTransaction;
    }

    /**
     * Reads that hold no thread while the source is asked.
     */
    AsynchronousPath asynchronous() {
        return this.asynchronous;
    }

    BackgroundLoads background() {
        return this.background;
    }

    /**
     * Takes some of the hits as samples for the audit.
     */
    HitSamples samples() {
        return this.samples;
    }

    BatchReads batches() {
        return this.batches;
    }

    int inFlight() {
        return this.flights.size() + this.background.size() + this.standIns.size();
    }

    /**
     * Reads, loading on a miss, on the calling thread unless there are timeouts.
     * @param begin begins a read
     * @param loader asks the source
     */
    Answer read(Supplier<ReadContext> begin, CacheLoader<?> loader) throws Throwable {
        while (shares()) {
            long knownBefore = this.parts.coherence().known();
            Flight flight = new Flight(begin.get());
            Flight running = this.flights.joinOrStart(flight);
            if (running == null) {
                return lead(flight, begin, loader);
            }
            this.threads.check(flight.read());
            Answer shared = join(running);
            if (shared == null) {
                return readOrLoad(begin.get(), begin, loader, false);
            }
            if (this.parts.judge().isShareable(shared, knownBefore)) {
                this.parts.counters().count(CacheCounter.SHARED_LOAD);
                return this.parts.ofItsOwn(shared);
            }
            this.flights.end(running);
        }
        return readOrLoad(begin.get(), begin, loader, true);
    }

    /**
     * Whether readers share what one of them finds.
     */
    boolean shares() {
        return this.parts.settings().consistency() != Consistency.STRONG && this.parts.switches().sharesLoads();
    }

    Answer lead(Flight flight, Supplier<ReadContext> begin, CacheLoader<?> loader) throws Throwable {
        try {
            Answer answer = readOrLoad(flight.read(), begin, loader, true);
            this.flights.complete(flight, answer);
            return answer;
        }
        catch (Throwable ex) {
            this.flights.fail(flight, ex);
            throw ex;
        }
    }

    /**
     * Reads L2, then the source.
     * @param waits whether to wait for loads of others, {@code false} for a caller that
     * did so already
     */
    Answer readOrLoad(ReadContext read, Supplier<ReadContext> begin, CacheLoader<?> loader, boolean waits)
            throws Throwable {
        Answer found = this.reader.read(read);
        if (found != null) {
            refreshIfDue(found.entry(), begin, Source.of(loader));
            return found;
        }
        this.threads.check(read);
        Answer shared = waits ? shareLoad(read) : null;
        if (shared != null) {
            return shared;
        }
        Admission admission = waits ? this.turns.await(read, begin) : this.turns.atOnce(read);
        PreparedLoad load = admission.load();
        if (load == null) {
            return admission.answered();
        }
        if (this.patience.isEndless(read.policy())) {
            return load(load, loader);
        }
        Answer answer = this.patience.await(load.read(), this.background.start(load, Source.of(loader)));
        return (answer != null) ? answer : load(this.loads.prepareHere(load.read()), loader);
    }

    /**
     * Whether the value is loaded in the background now, for readers to share.
     */
    boolean isLoading(ReadContext read) {
        return shares() && this.background.running(read) != null;
    }

    /**
     * What can be had without a load of this read's own.
     */
    private @Nullable Answer shareLoad(ReadContext read) throws Throwable {
        Answer standIn = this.standIns.whileThrottled(read);
        if (standIn != null) {
            return standIn;
        }
        long knownBefore = this.parts.coherence().known();
        Flight running = shares() ? this.background.running(read) : null;
        Answer shared = (running != null) ? this.patience.join(read, running) : null;
        return (shared != null && this.parts.judge().isShareable(shared, knownBefore)) ? this.parts.ofItsOwn(shared)
                : null;
    }

    /**
     * Asks the source on the calling thread.
     */
    private Answer load(PreparedLoad load, CacheLoader<?> loader) throws Throwable {
        return this.callerLoads.load(load, keepingLease(load, loader), (value, context) -> {
            this.standIns.forget(load.read().local());
            return this.loads.finish(load, value, context);
        });
    }

    private <T extends @Nullable Object> CacheLoader<T> keepingLease(PreparedLoad load, CacheLoader<T> loader) {
        return (context) -> {
            LeaseRenewal renewal = LeaseRenewal.of(load, this.parts);
            try {
                return loader.load(context);
            }
            finally {
                renewal.end();
            }
        };
    }

    /**
     * Waits for another reader.
     * @return its answer, {@code null} if it takes too long
     */
    @Nullable Answer join(Flight running) throws Throwable {
        try {
            return running.answer().get(this.parts.settings().load().joinTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (TimeoutException ex) {
            return null;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return null;
        }
        catch (ExecutionException ex) {
            throw (ex.getCause() != null) ? ex.getCause() : ex;
        }
    }

    /**
     * Looks for a value again behind a reader that is served one whose time in this
     * process is over, and loads it again if it is due.
     * @param held the entry that the reader is served
     * @param begin begins a read
     * @param source where to load from
     */
    void refreshIfDue(L1Entry held, Supplier<ReadContext> begin, Source source) {
        long now = this.parts.runtime().now();
        if (held.dueAt() - now > 0) {
            return;
        }
        boolean due = this.parts.lifetimes().isDue(held, this.parts.runtime().clock().millis());
        if (due || !held.isFresh(now)) {
            var unused = this.background.refresh(held, due, begin.get(), source);
        }
    }

    /**
     * Asks the source where nothing is cached.
     */
    @Nullable Object bypass(Object key, CacheLoader<?> loader) throws Throwable {
        LoadContext context = new LoadContext(this.parts.settings().name(), key, this.parts.coherence().known(), null);
        return this.parts.steps().<@Nullable Object>load(CacheStep.BYPASS_LOAD, () -> context.run(loader));
    }

}
