package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadTimeoutException;

/**
 * How long a caller waits for a load that runs on another thread: until the soft timeout
 * where there is an older value to serve, and until the hard one at all. The load goes on
 * in any case.
 */
final class LoadPatience {

    /** A load that takes longer is taken for lost, as one that the stop gave up. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final CacheParts parts;

    private final StandIns standIns;

    LoadPatience(CacheParts parts, StandIns standIns) {
        this.parts = parts;
        this.standIns = standIns;
    }

    /**
     * Whether callers wait as long as it takes, so that a load may run on the caller's
     * thread.
     */
    boolean isEndless(EntryPolicy policy) {
        return this.parts.softTimeout(policy) == null && this.parts.hardTimeout(policy) == null;
    }

    /**
     * Waits on the calling thread for a load that the caller began.
     * @throws Throwable what the loader threw, or {@link LoadTimeoutException}
     */
    @Nullable Answer await(ReadContext read, Flight load) throws Throwable {
        return await(read, load, LONGEST);
    }

    /**
     * Waits on the calling thread for a load that is under way.
     * @return its answer, {@code null} if the caller has to see for itself
     * @throws Throwable what the loader threw, or {@link LoadTimeoutException}
     */
    @Nullable Answer join(ReadContext read, Flight load) throws Throwable {
        return await(read, load, this.parts.settings().load().joinTimeout());
    }

    private @Nullable Answer await(ReadContext read, Flight load, Duration patience) throws Throwable {
        Duration soft = this.parts.softTimeout(read.policy());
        Duration hard = this.parts.hardTimeout(read.policy());
        Duration end = (hard != null && hard.compareTo(patience) < 0) ? hard : patience;
        try {
            if (soft != null && !isDone(load, soft.minus(load.age()))) {
                Answer standIn = this.standIns.inTime(read);
                if (standIn != null) {
                    return standIn;
                }
            }
            if (isDone(load, (soft != null) ? end.minus(soft) : end)) {
                return load.answer().get();
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return null;
        }
        catch (ExecutionException ex) {
            return insteadOf(read, (ex.getCause() != null) ? ex.getCause() : ex);
        }
        Answer standIn = this.standIns.inTime(read);
        if (standIn == null && hard != null && end.equals(hard)) {
            throw timedOut(hard);
        }
        return standIn;
    }

    private Answer insteadOf(ReadContext read, Throwable failure) throws Throwable {
        Answer standIn = this.standIns.insteadOf(read, failure);
        if (standIn == null) {
            throw failure;
        }
        return standIn;
    }

    private static boolean isDone(Flight load, Duration limit) throws InterruptedException {
        try {
            load.answer().get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        }
        catch (TimeoutException ex) {
            return false;
        }
        catch (ExecutionException ex) {
            return true;
        }
    }

    private LoadTimeoutException timedOut(Duration hard) {
        this.parts.counters().count(CacheCounter.LOAD_TIMEOUT);
        return new LoadTimeoutException(this.parts.settings().name(), hard);
    }

    /**
     * The answer that a caller gets who holds no thread while it waits.
     * @param read the caller's read
     * @param load the load
     */
    CompletableFuture<@Nullable Answer> limit(ReadContext read, CompletableFuture<@Nullable Answer> load) {
        CompletableFuture<@Nullable Answer> limited = load.copy();
        Duration soft = this.parts.softTimeout(read.policy());
        Duration hard = this.parts.hardTimeout(read.policy());
        if (soft != null) {
            later(soft, limited, () -> serveInTime(read, limited));
        }
        if (hard != null) {
            later(hard, limited, () -> {
                serveInTime(read, limited);
                if (!limited.isDone()) {
                    limited.completeExceptionally(timedOut(hard));
                }
            });
        }
        return limited;
    }

    private void serveInTime(ReadContext read, CompletableFuture<@Nullable Answer> waiting) {
        Answer standIn = waiting.isDone() ? null : this.standIns.inTime(read);
        if (standIn != null) {
            waiting.complete(standIn);
        }
    }

    private void later(Duration delay, CompletableFuture<?> waiting, Runnable task) {
        Future<?> scheduled = this.parts.runtime()
            .later(() -> this.parts.runtime().executor().execute(task), delay.toMillis());
        var unused = waiting.whenComplete((answer, failure) -> scheduled.cancel(false));
    }

}
