package io.tieredcache.cache;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLoader;
import io.tieredcache.Consistency;
import io.tieredcache.LoadContext;
import io.tieredcache.RecursiveLoadException;

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

    private final Set<Loading> loading = ConcurrentHashMap.newKeySet();

    ReadPath(CacheParts parts, EntryReader reader, EntryLoads loads) {
        this.parts = parts;
        this.reader = reader;
        this.loads = loads;
        this.flights = new Flights(parts);
    }

    int inFlight() {
        return this.flights.size();
    }

    /**
     * Reads, loading on a miss on the calling thread.
     * @param begin begins a read
     * @param loader asks the source
     */
    Answer read(Supplier<ReadContext> begin, CacheLoader<?> loader) throws Throwable {
        while (shares()) {
            long knownBefore = this.parts.coherence().known();
            Flight flight = new Flight(begin.get());
            Flight running = this.flights.joinOrStart(flight);
            if (running == null) {
                return lead(flight, loader);
            }
            if (this.loading.contains(Loading.of(flight.read()))) {
                throw new RecursiveLoadException(this.parts.settings().name());
            }
            Answer shared = join(running);
            if (shared == null) {
                break;
            }
            if (this.parts.isShareable(shared.entry(), knownBefore)) {
                this.parts.counters().count(CacheCounter.SHARED_LOAD);
                return this.parts.ofItsOwn(shared);
            }
            this.flights.end(running);
        }
        return readOrLoad(begin.get(), loader);
    }

    private boolean shares() {
        return this.parts.settings().consistency() != Consistency.STRONG;
    }

    private Answer lead(Flight flight, CacheLoader<?> loader) throws Throwable {
        try {
            Answer answer = readOrLoad(flight.read(), loader);
            complete(flight, answer);
            return answer;
        }
        catch (Throwable ex) {
            fail(flight, ex);
            throw ex;
        }
    }

    private Answer readOrLoad(ReadContext read, CacheLoader<?> loader) throws Throwable {
        Answer found = this.reader.read(read);
        if (found != null) {
            return found;
        }
        Loading entered = enter(read);
        try {
            PreparedLoad load = this.loads.prepare(read);
            Object value = loader.load(new LoadContext(this.parts.settings().name(), read.key(), load.stamp()));
            this.parts.counters().count(CacheCounter.LOAD);
            return this.loads.finish(load, value);
        }
        catch (Throwable ex) {
            this.parts.counters().count(CacheCounter.LOAD_FAILURE);
            throw ex;
        }
        finally {
            this.loading.remove(entered);
        }
    }

    /**
     * Notes that this thread asks the source.
     */
    private Loading enter(ReadContext read) {
        Loading entering = Loading.of(read);
        if (!this.loading.add(entering)) {
            throw new RecursiveLoadException(this.parts.settings().name());
        }
        return entering;
    }

    /**
     * Waits for another reader.
     * @return its answer, {@code null} if it takes too long
     */
    private @Nullable Answer join(Flight running) throws Throwable {
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
     * Reads without holding a thread while the source is asked.
     * @param begin begins a read, on the calling thread
     * @param loader asks the source
     */
    CompletableFuture<Answer> readAsync(Supplier<ReadContext> begin, Supplier<? extends CompletableFuture<?>> loader) {
        long knownBefore = this.parts.coherence().known();
        Flight flight = new Flight(begin.get());
        if (this.loading.contains(Loading.of(flight.read()))) {
            return CompletableFuture.failedFuture(new RecursiveLoadException(this.parts.settings().name()));
        }
        Flight running = shares() ? this.flights.joinOrStart(flight) : null;
        if (running == null) {
            return startAsync(flight, loader);
        }
        return joinAsync(running).thenCompose((shared) -> {
            if (shared.isEmpty()) {
                return startAsync(new Flight(begin.get()), loader);
            }
            if (!this.parts.isShareable(shared.get().entry(), knownBefore)) {
                this.flights.end(running);
                return readAsync(begin, loader);
            }
            this.parts.counters().count(CacheCounter.SHARED_LOAD);
            return CompletableFuture.completedFuture(this.parts.ofItsOwn(shared.get()));
        });
    }

    /**
     * Waits for another reader.
     * @return its answer, empty if it takes too long
     */
    private CompletableFuture<Optional<Answer>> joinAsync(Flight running) {
        return running.answer()
            .thenApply(Optional::of)
            .completeOnTimeout(Optional.empty(), this.parts.settings().load().joinTimeout().toMillis(),
                    TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Answer> startAsync(Flight flight, Supplier<? extends CompletableFuture<?>> loader) {
        this.parts.runtime().executor().execute(() -> leadAsync(flight, loader));
        return flight.answer().copy();
    }

    private void leadAsync(Flight flight, Supplier<? extends CompletableFuture<?>> loader) {
        try {
            Answer found = this.reader.read(flight.read());
            if (found != null) {
                complete(flight, found);
                return;
            }
            PreparedLoad load = this.loads.prepare(flight.read());
            CompletableFuture<?> source = ask(flight.read(), loader);
            var unused = source.whenComplete((value, failure) -> finishAsync(flight, load, value, failure));
        }
        catch (Throwable ex) {
            fail(flight, ex);
        }
    }

    private CompletableFuture<?> ask(ReadContext read, Supplier<? extends CompletableFuture<?>> loader) {
        Loading entered = enter(read);
        try {
            return loader.get();
        }
        catch (Throwable ex) {
            this.parts.counters().count(CacheCounter.LOAD_FAILURE);
            throw ex;
        }
        finally {
            this.loading.remove(entered);
        }
    }

    private void finishAsync(Flight flight, PreparedLoad load, @Nullable Object value, @Nullable Throwable failure) {
        if (failure != null) {
            this.parts.counters().count(CacheCounter.LOAD_FAILURE);
            fail(flight, (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
                    : failure);
            return;
        }
        this.parts.counters().count(CacheCounter.LOAD);
        complete(flight, this.loads.finish(load, value));
    }

    /**
     * Hands the answer to all who joined. Until L2 has the entry too, the flight stays to
     * be joined, so that nobody loads what is about to be there.
     */
    private void complete(Flight flight, Answer answer) {
        flight.answer().complete(answer);
        CompletableFuture<?> filled = answer.filled();
        if (filled != null) {
            var unused = filled.whenComplete((done, failure) -> this.flights.end(flight));
        }
        else {
            this.flights.end(flight);
        }
    }

    private void fail(Flight flight, Throwable failure) {
        this.flights.end(flight);
        flight.answer().completeExceptionally(failure);
    }

    /**
     * Asks the source where nothing is cached.
     */
    @Nullable Object bypass(Object key, CacheLoader<?> loader) throws Throwable {
        this.parts.counters().count(CacheCounter.BYPASS);
        return loader.load(new LoadContext(this.parts.settings().name(), key, this.parts.coherence().known()));
    }

    /**
     * A thread that asks the source for a key. If it asks the cache for that key, waiting
     * and loading would never end.
     */
    private record Loading(Thread thread, Object key) {

        static Loading of(ReadContext read) {
            return new Loading(Thread.currentThread(), read.local());
        }

    }

}
