package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.store.CacheStep;

/**
 * Reads that L1 did not answer, for callers who do not wait: as {@link ReadPath} reads,
 * and together with its readers, but without holding a thread while the source is asked.
 */
final class AsynchronousPath {

    private final ReadPath path;

    private final CacheParts parts;

    private final EntryReader reader;

    private final Flights flights;

    private final LoadingThreads threads;

    private final StandIns standIns;

    private final LoadPatience patience;

    private final LoadTurns turns;

    AsynchronousPath(ReadPath path, CacheParts parts, EntryReader reader, Flights flights, LoadingThreads threads,
            StandIns standIns, LoadPatience patience, LoadTurns turns) {
        this.path = path;
        this.parts = parts;
        this.reader = reader;
        this.flights = flights;
        this.threads = threads;
        this.standIns = standIns;
        this.patience = patience;
        this.turns = turns;
    }

    /**
     * Reads without holding a thread while the source is asked.
     * @param begin begins a read, on the calling thread
     * @param loader asks the source
     */
    CompletableFuture<Answer> read(Supplier<ReadContext> begin, Supplier<? extends CompletableFuture<?>> loader) {
        long knownBefore = this.parts.coherence().known();
        Flight flight = new Flight(begin.get());
        try {
            this.threads.check(flight.read());
        }
        catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(ex);
        }
        Flight running = this.path.shares() ? this.flights.joinOrStart(flight) : null;
        if (running == null) {
            return start(flight, begin, loader, true);
        }
        CompletableFuture<@Nullable Answer> joined = running.answer()
            .copy()
            .completeOnTimeout(null, this.parts.settings().load().joinTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return joined.thenCompose((shared) -> {
            if (shared == null) {
                return start(new Flight(begin.get()), begin, loader, false);
            }
            if (!this.parts.judge().isShareable(shared, knownBefore)) {
                this.flights.end(running);
                return read(begin, loader);
            }
            this.parts.counters().count(CacheCounter.SHARED_LOAD);
            return CompletableFuture.completedFuture(this.parts.ofItsOwn(shared));
        });
    }

    private CompletableFuture<Answer> start(Flight flight, Supplier<ReadContext> begin,
            Supplier<? extends CompletableFuture<?>> loader, boolean waits) {
        this.parts.runtime().executor().execute(() -> lead(flight, begin, Source.of(loader), waits));
        return flight.answer().thenApply(Answer::required);
    }

    private void lead(Flight flight, Supplier<ReadContext> begin, Source source, boolean waits) {
        CompletableFuture<Answer> answer;
        try {
            answer = readOrLoad(flight.read(), begin, source, waits);
        }
        catch (Throwable ex) {
            answer = CompletableFuture.failedFuture(ex);
        }
        var unused = answer.whenComplete((done, failure) -> {
            if (failure != null) {
                this.flights.fail(flight, BackgroundLoads.cause(failure));
            }
            else {
                this.flights.complete(flight, done);
            }
        });
    }

    private CompletableFuture<Answer> readOrLoad(ReadContext read, Supplier<ReadContext> begin, Source source,
            boolean waits) {
        Answer found = this.reader.read(read);
        if (found != null) {
            this.path.refreshIfDue(found.entry(), begin, source);
            return CompletableFuture.completedFuture(found);
        }
        this.threads.check(read);
        Answer standIn = this.standIns.whileThrottled(read);
        if (standIn != null) {
            return CompletableFuture.completedFuture(standIn);
        }
        CompletableFuture<Admission> turn = waits ? this.turns.awaitAsync(read, begin)
                : CompletableFuture.completedFuture(this.turns.atOnce(read));
        return turn.thenCompose((admission) -> {
            PreparedLoad load = admission.load();
            if (load == null) {
                return CompletableFuture.completedFuture(admission.answered());
            }
            Flight loading = this.path.background().startHere(load, source);
            return this.patience.limit(load.read(), loading.answer()).thenApply(Answer::required);
        });
    }

    /**
     * Asks the source where nothing is cached, without holding a thread.
     */
    <T> CompletableFuture<T> bypass(Supplier<CompletableFuture<T>> loader) {
        try {
            return this.parts.steps().loadLater(CacheStep.BYPASS_LOAD, loader::get);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

}
