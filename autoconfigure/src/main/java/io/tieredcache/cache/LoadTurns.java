package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.LoadTimeoutException;

/**
 * Lets a read that missed wait for its turn to load, while another instance loads. It is
 * woken when that one is done and finds the value in L2; where that takes too long it is
 * given an older value or loads by itself.
 */
final class LoadTurns {

    /** A message that wakes may be lost: how long a wait goes on without one. */
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final CacheParts parts;

    private final EntryReader reader;

    private final LoadAdmissions admissions;

    private final StandIns standIns;

    LoadTurns(CacheParts parts, EntryReader reader, LoadAdmissions admissions, StandIns standIns) {
        this.parts = parts;
        this.reader = reader;
        this.admissions = admissions;
        this.standIns = standIns;
    }

    /**
     * Waits on the calling thread.
     * @param first the read that missed
     * @param begin begins another read of the key
     * @return the turn, or the answer that makes it needless
     * @throws LoadTimeoutException if the caller waits no longer
     */
    Admission await(ReadContext first, Supplier<ReadContext> begin) {
        Admission at = this.admissions.ask(first, false);
        if (!at.isBusy()) {
            return at;
        }
        Turn turn = new Turn(first);
        try {
            return await(turn, begin);
        }
        finally {
            waited(turn);
        }
    }

    private Admission await(Turn turn, Supplier<ReadContext> begin) {
        while (true) {
            try (LeaseWaiters.Wait wait = this.parts.runtime().waiters().begin(turn.read.entryKey().hash())) {
                Admission admission = step(turn);
                if (admission != null) {
                    return admission;
                }
                wait.over(turn.limitMillis()).get();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                return Admission.of(this.admissions.beside(turn.read));
            }
            catch (ExecutionException ex) {
                throw new IllegalStateException("A wait never fails", ex);
            }
            Answer found = again(turn, begin);
            if (found != null) {
                return Admission.of(found);
            }
        }
    }

    /**
     * Waits for nobody: the caller did so already.
     */
    Admission atOnce(ReadContext read) {
        Answer standIn = this.standIns.inTime(read);
        return (standIn != null) ? Admission.of(standIn) : Admission.of(this.admissions.force(read));
    }

    /**
     * Waits without holding a thread.
     */
    CompletableFuture<Admission> awaitAsync(ReadContext first, Supplier<ReadContext> begin) {
        Admission at = this.admissions.ask(first, false);
        if (!at.isBusy()) {
            return CompletableFuture.completedFuture(at);
        }
        Turn turn = new Turn(first);
        return awaitAsync(turn, begin).whenComplete((admission, failure) -> waited(turn));
    }

    private CompletableFuture<Admission> awaitAsync(Turn turn, Supplier<ReadContext> begin) {
        LeaseWaiters.Wait wait = this.parts.runtime().waiters().begin(turn.read.entryKey().hash());
        try {
            Admission admission = step(turn);
            if (admission != null) {
                wait.close();
                return CompletableFuture.completedFuture(admission);
            }
        }
        catch (Throwable ex) {
            wait.close();
            throw ex;
        }
        return wait.over(turn.limitMillis()).thenComposeAsync((over) -> {
            wait.close();
            Answer found = again(turn, begin);
            return (found != null) ? CompletableFuture.completedFuture(Admission.of(found)) : awaitAsync(turn, begin);
        }, this.parts.runtime().executor());
    }

    private void waited(Turn turn) {
        this.parts.steps().probe().waited(System.nanoTime() - turn.since);
    }

    private @Nullable Answer again(Turn turn, Supplier<ReadContext> begin) {
        turn.read = begin.get();
        Answer found = this.reader.read(turn.read);
        if (found != null) {
            this.parts.counters().count(CacheCounter.SHARED_FLEET_LOAD);
        }
        return found;
    }

    /**
     * Asks whether it is this read's turn.
     * @return the turn or what makes it needless, {@code null} to go on waiting
     */
    private @Nullable Admission step(Turn turn) {
        Admission admission = this.admissions.ask(turn.read, true);
        if (admission.nobody()) {
            Answer standIn = this.standIns.find(turn.read, CacheCounter.STALE_ON_ERROR);
            if (standIn != null) {
                this.standIns.throttle(turn.read, standIn.entry(), Duration.ofMillis(admission.busyMillis()));
                return Admission.of(standIn);
            }
            admission = this.admissions.askInNeed(turn.read);
        }
        if (!admission.isBusy()) {
            return admission;
        }
        if (turn.leftOfSoft() <= 0) {
            Answer standIn = this.standIns.inTime(turn.read);
            if (standIn != null) {
                return Admission.of(standIn);
            }
        }
        return (turn.left() <= 0) ? atEnd(turn) : null;
    }

    private Admission atEnd(Turn turn) {
        Answer standIn = this.standIns.inTime(turn.read);
        if (standIn != null) {
            return Admission.of(standIn);
        }
        Duration hard = this.parts.hardTimeout(turn.read.policy());
        if (hard != null && hard.compareTo(turn.patience) <= 0) {
            this.parts.counters().count(CacheCounter.LOAD_TIMEOUT);
            throw new LoadTimeoutException(this.parts.settings().name(), hard);
        }
        return Admission.of(this.admissions.force(turn.read));
    }

    /**
     * One read that waits.
     */
    private final class Turn {

        private final long since = System.nanoTime();

        private final @Nullable Duration soft;

        private final Duration patience;

        private ReadContext read;

        Turn(ReadContext first) {
            this.read = first;
            Duration join = LoadTurns.this.parts.settings().load().joinTimeout();
            Duration hard = LoadTurns.this.parts.hardTimeout(first.policy());
            this.patience = (hard != null && hard.compareTo(join) < 0) ? hard : join;
            this.soft = LoadTurns.this.parts.softTimeout(first.policy());
        }

        long left() {
            return left(this.patience);
        }

        long leftOfSoft() {
            return (this.soft != null) ? left(this.soft) : Long.MAX_VALUE;
        }

        private long left(Duration limit) {
            return TimeUnit.NANOSECONDS.toMillis(limit.toNanos() - (System.nanoTime() - this.since));
        }

        long limitMillis() {
            long limit = Math.min(left(), LOOK_AGAIN_MILLIS);
            return Math.max(1, (leftOfSoft() > 0) ? Math.min(limit, leftOfSoft()) : limit);
        }

    }

}
