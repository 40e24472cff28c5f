package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2UnavailableException;

/**
 * Waits for Redis, not longer than is allowed, and tells the log once per change whether
 * it answers.
 */
final class L2Gateway {

    private static final Logger logger = LoggerFactory.getLogger(L2Gateway.class);

    private final long timeoutMillis;

    private final AtomicBoolean down = new AtomicBoolean();

    L2Gateway(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    long timeoutMillis() {
        return this.timeoutMillis;
    }

    /**
     * Waits on the calling thread.
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        return await(answer, this.timeoutMillis);
    }

    /**
     * Waits on the calling thread for a time of the caller's own.
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    <T extends @Nullable Object> T await(CompletableFuture<T> answer, long limitMillis) {
        try {
            T result = answer.get(limitMillis, TimeUnit.MILLISECONDS);
            answered();
            return result;
        }
        catch (ExecutionException ex) {
            throw failed(asUnavailable(ex.getCause()));
        }
        catch (TimeoutException ex) {
            throw failed(new L2UnavailableException("Redis did not answer within " + limitMillis + "ms", ex));
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new L2UnavailableException("Interrupted while waiting for Redis", ex);
        }
    }

    /**
     * Waits on the calling thread for a moment.
     * @return whether there is an answer or a failure by then
     */
    boolean isDoneWithin(CompletableFuture<?> answer, Duration moment) {
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
                failed(asUnavailable(failure));
            }
        });
    }

    private static L2UnavailableException asUnavailable(@Nullable Throwable failure) {
        if (failure instanceof L2UnavailableException unavailable) {
            return unavailable;
        }
        return new L2UnavailableException("Redis failed", failure);
    }

    private L2UnavailableException failed(L2UnavailableException ex) {
        if (this.down.compareAndSet(false, true)) {
            logger.warn("Redis fails ({}); reads are answered by L1 and the source until it answers again",
                    ex.getMessage());
            logger.debug("First failure of Redis", ex);
        }
        return ex;
    }

    private void answered() {
        if (this.down.get() && this.down.compareAndSet(true, false)) {
            logger.info("Redis answers again");
        }
    }

}
