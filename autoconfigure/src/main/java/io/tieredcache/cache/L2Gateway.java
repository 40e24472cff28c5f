package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2RefusedException;
import io.tieredcache.L2Status;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Need;

/**
 * Waits for Redis, not longer than is allowed and not with more callers than is allowed,
 * and tells the log once per change whether it answers.
 */
final class L2Gateway {

    private static final Logger logger = LoggerFactory.getLogger(L2Gateway.class);

    private static final long WARN_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String subject;

    private final long timeoutMillis;

    private final L2Guard guard;

    private final AtomicBoolean down = new AtomicBoolean();

    private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - WARN_AGAIN_NANOS);

    L2Gateway(String subject, long timeoutMillis, L2Guard guard) {
        this.subject = subject;
        this.timeoutMillis = timeoutMillis;
        this.guard = guard;
    }

    long timeoutMillis() {
        return this.timeoutMillis;
    }

    /**
     * Waits on the calling thread.
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        return await(L2Need.WRITE, answer, this.timeoutMillis);
    }

    /**
     * Waits on the calling thread of a read or load, as long as Redis usually takes.
     * @param answer the answer
     * @param limit how long at most, {@code null} for as long as is allowed
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    <T extends @Nullable Object> T awaitRead(CompletableFuture<T> answer, @Nullable Duration limit) {
        return await(L2Need.READ, answer,
                this.guard.patienceMillis((limit != null) ? limit.toMillis() : this.timeoutMillis));
    }

    private <T extends @Nullable Object> T await(L2Need need, CompletableFuture<T> answer, long limitMillis) {
        if (answer.isDone()) {
            return ended(answer);
        }
        if (!this.guard.beginWait(need)) {
            throw new L2RefusedException("Too many callers wait for Redis");
        }
        try {
            T result = answer.get(limitMillis, TimeUnit.MILLISECONDS);
            answered();
            return result;
        }
        catch (ExecutionException ex) {
            throw failed(asUnavailable(ex.getCause()));
        }
        catch (TimeoutException ex) {
            this.guard.noticeTimeouts();
            throw failed(new L2UnavailableException("Redis did not answer within " + limitMillis + "ms", ex));
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new L2UnavailableException("Interrupted while waiting for Redis", ex);
        }
        finally {
            this.guard.endWait(need);
        }
    }

    private <T extends @Nullable Object> T ended(CompletableFuture<T> answer) {
        if (answer.isCompletedExceptionally()) {
            throw failed(asUnavailable(failure(answer)));
        }
        answered();
        return answer.join();
    }

    /**
     * Waits on a thread of the library for what may fail by itself, while Redis answers
     * all else: the log is told nothing.
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    <T extends @Nullable Object> T awaitQuietly(CompletableFuture<T> answer) {
        try {
            return answer.get(this.timeoutMillis, TimeUnit.MILLISECONDS);
        }
        catch (ExecutionException ex) {
            throw asUnavailable(ex.getCause());
        }
        catch (TimeoutException ex) {
            this.guard.noticeTimeouts();
            throw new L2UnavailableException("Redis did not answer within " + this.timeoutMillis + "ms", ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new L2UnavailableException("Interrupted while waiting for Redis", ex);
        }
    }

    private static @Nullable Throwable failure(CompletableFuture<?> failed) {
        return failed.<@Nullable Throwable>handle((result, ex) -> ex).join();
    }

    /**
     * Whether reads do not ask Redis, since it failed too often.
     */
    boolean isLeftAlone() {
        return this.guard.state() != L2Status.State.CLOSED;
    }

    /**
     * Waits on the calling thread for a moment, if it may wait.
     * @return whether there is an answer or a failure by then
     */
    boolean isDoneWithin(CompletableFuture<?> answer, Duration moment) {
        if (answer.isDone() || !this.guard.beginWait(L2Need.READ)) {
            return answer.isDone();
        }
        try {
            answer.get(moment.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        }
        catch (TimeoutException ex) {
            return false;
        }
        catch (ExecutionException ex) {
            return true;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return true;
        }
        finally {
            this.guard.endWait(L2Need.READ);
        }
    }

    /**
     * Sees to it that an answer nobody waits for is noticed too.
     */
    <T> CompletableFuture<T> watch(CompletableFuture<T> answer) {
        return answer.orTimeout(this.timeoutMillis, TimeUnit.MILLISECONDS).whenComplete((result, failure) -> {
            if (failure == null) {
                answered();
            }
            else {
                this.guard.noticeTimeouts();
                failed(asUnavailable(failure));
            }
        });
    }

    private static L2UnavailableException asUnavailable(@Nullable Throwable failure) {
        Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
                : failure;
        if (cause instanceof L2UnavailableException unavailable) {
            return unavailable;
        }
        return new L2UnavailableException("Redis failed", cause);
    }

    private L2UnavailableException failed(L2UnavailableException ex) {
        if (!(ex instanceof L2RefusedException) && !this.down.get() && mayWarn()
                && this.down.compareAndSet(false, true)) {
            logger.warn("{} fails ({}); reads are answered by L1 and the source until it answers again", this.subject,
                    ex.getMessage());
            logger.debug("First failure of Redis", ex);
        }
        return ex;
    }

    /**
     * Whether the last warning was some time ago: with several Redis one may fail for
     * long while the others answer.
     */
    private boolean mayWarn() {
        long last = this.warnedAt.get();
        long now = System.nanoTime();
        return now - last >= WARN_AGAIN_NANOS && this.warnedAt.compareAndSet(last, now);
    }

    private void answered() {
        if (this.down.get() && this.down.compareAndSet(true, false)) {
            logger.info("{} answers again", this.subject);
        }
    }

}
