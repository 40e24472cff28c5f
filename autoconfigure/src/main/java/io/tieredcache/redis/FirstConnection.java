package io.tieredcache.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.L2RefusedException;
import io.tieredcache.L2Status;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Need;

/**
 * Opens the connection to a Redis: in the background, as soon as somebody asks for it,
 * and again some time after an attempt failed. Callers wait for an attempt a little, and
 * only while Redis seems to be well.
 */
final class FirstConnection {

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LettuceConnectionFactory factory;

    private final Executor executor;

    private final long patienceMillis;

    private final L2Guard guard;

    private final AtomicReference<@Nullable Attempt> attempt = new AtomicReference<>();

    private volatile @Nullable OpenConnection opened;

    private volatile boolean closed;

    /**
     * Create what opens nothing before it is asked to.
     * @param factory opens
     * @param executor runs attempts
     * @param patienceMillis how long a caller waits for an attempt
     * @param guard says whether Redis seems to be well, and how many may wait
     */
    FirstConnection(LettuceConnectionFactory factory, Executor executor, long patienceMillis, L2Guard guard) {
        this.factory = factory;
        this.executor = executor;
        this.patienceMillis = patienceMillis;
        this.guard = guard;
    }

    /**
     * The commands of the open connection, which the calling thread waits for where there
     * was none yet.
     * @return the commands
     * @throws L2UnavailableException if there is no open connection
     */
    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        OpenConnection current = this.opened;
        if (this.closed) {
            throw new L2UnavailableException("The cache is shut down", null);
        }
        if (current == null) {
            current = connect();
        }
        if (!current.isOpen()) {
            throw new L2UnavailableException("The connection to Redis is down", null);
        }
        return current.commands();
    }

    /**
     * The commands of the open connection, as soon as there was a first one. Nobody
     * waits.
     */
    CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> whenOpened() {
        if (wasOpened() || this.closed) {
            return CompletableFuture.completedFuture(commands());
        }
        return attempt().result.thenApply((first) -> commands());
    }

    /**
     * Waits for the first connection, on the calling thread.
     * @throws L2UnavailableException if there is none
     */
    void awaitOpened() {
        if (this.opened == null && !this.closed) {
            connect();
        }
    }

    /**
     * Whether there was a connection; if not, one is tried in the background.
     */
    boolean wasOpened() {
        if (this.opened == null && !this.closed) {
            attempt();
        }
        return this.opened != null;
    }

    private Attempt attempt() {
        Attempt current = this.attempt.get();
        if (current != null && !current.isOver()) {
            return current;
        }
        Attempt next = new Attempt();
        Attempt before = this.attempt.compareAndExchange(current, next);
        if (before != current) {
            return (before != null) ? before : next;
        }
        this.executor.execute(() -> open(next));
        return next;
    }

    private OpenConnection connect() {
        Attempt current = attempt();
        CompletableFuture<OpenConnection> result = current.result;
        if (!result.isDone()) {
            return waitFor(result);
        }
        if (result.isCompletedExceptionally()) {
            throw RedisFailures.unreachable(current.failure);
        }
        return result.join();
    }

    private OpenConnection waitFor(CompletableFuture<OpenConnection> result) {
        if (this.guard.state() != L2Status.State.CLOSED) {
            throw new L2UnavailableException("Redis could not be reached yet", null);
        }
        if (!this.guard.beginWait(L2Need.READ)) {
            throw new L2RefusedException("Too many callers wait for a connection to Redis");
        }
        try {
            return result.get(this.patienceMillis, TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new L2UnavailableException("Interrupted while connecting to Redis", ex);
        }
        catch (ExecutionException | TimeoutException ex) {
            throw RedisFailures.unreachable(ex);
        }
        finally {
            this.guard.endWait(L2Need.READ);
        }
    }

    private void open(Attempt attempt) {
        try {
            RedisConnection connection = this.factory.getConnection();
            OpenConnection result = OpenConnection.of(connection);
            if (this.closed) {
                connection.close();
                throw new IllegalStateException("The cache is shut down");
            }
            result.warnIfTopologyIsNotRefreshed();
            this.opened = result;
            attempt.result.complete(result);
        }
        catch (RuntimeException ex) {
            attempt.retryAt = System.nanoTime() + RETRY_NANOS;
            attempt.failure = ex;
            attempt.result.completeExceptionally(ex);
        }
    }

    /**
     * Closes the connection. No other is opened.
     * @return {@code false} if that was done before
     */
    boolean close() {
        if (this.closed) {
            return false;
        }
        this.closed = true;
        OpenConnection current = this.opened;
        this.opened = null;
        if (current != null) {
            current.lease().close();
        }
        return true;
    }

    private static final class Attempt {

        private final CompletableFuture<OpenConnection> result = new CompletableFuture<>();

        private volatile long retryAt;

        private volatile @Nullable Throwable failure;

        boolean isOver() {
            return this.result.isDone() && System.nanoTime() - this.retryAt >= 0;
        }

    }

}
