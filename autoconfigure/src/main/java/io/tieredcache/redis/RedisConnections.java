package io.tieredcache.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.lettuce.core.AbstractRedisAsyncCommands;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.L2RefusedException;
import io.tieredcache.L2Status;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Need;

/**
 * The connection over which all commands of this instance go, in order and without
 * waiting for each other. While it is down callers get an error at once; a first
 * connection is tried again in the background, a lost one is made again by Lettuce.
 */
public final class RedisConnections implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(RedisConnections.class);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MAX_CAUSES = 10;

    private final LettuceConnectionFactory factory;

    private final boolean ownsFactory;

    private final Executor executor;

    private final long patienceMillis;

    private final L2Guard guard;

    private final SlotMoves slotMoves;

    private final AtomicReference<@Nullable Attempt> attempt = new AtomicReference<>();

    private volatile @Nullable Opened opened;

    private volatile boolean closed;

    /**
     * Create connections to the primary.
     * @param factory the application's connection factory; if it reads from replicas, one
     * of our own that does not takes its place
     * @param executor runs attempts to connect
     * @param patienceMillis how long a caller waits for the first connection
     * @param guard keeps this Redis from making the application slow
     */
    public RedisConnections(LettuceConnectionFactory factory, Executor executor, long patienceMillis, L2Guard guard) {
        this(ReadFromFactory.readsFromMaster(factory) ? factory : ReadFromFactory.create(factory, null),
                !ReadFromFactory.readsFromMaster(factory), executor, patienceMillis, guard);
    }

    private RedisConnections(LettuceConnectionFactory factory, boolean ownsFactory, Executor executor,
            long patienceMillis, L2Guard guard) {
        this.factory = factory;
        this.ownsFactory = ownsFactory;
        this.executor = executor;
        this.patienceMillis = patienceMillis;
        this.guard = guard;
        this.slotMoves = new SlotMoves(executor, patienceMillis / 2);
    }

    /**
     * Create connections of a factory that is made for them and ends with them.
     * @param factory the factory, started
     * @param executor runs attempts to connect
     * @param patienceMillis how long a caller waits for the first connection
     * @param guard keeps this Redis from making the application slow
     * @return the connections
     */
    public static RedisConnections owning(LettuceConnectionFactory factory, Executor executor, long patienceMillis,
            L2Guard guard) {
        return new RedisConnections(factory, true, executor, patienceMillis, guard);
    }

    LettuceConnectionFactory factory() {
        return this.factory;
    }

    L2Guard guard() {
        return this.guard;
    }

    long patienceMillis() {
        return this.patienceMillis;
    }

    boolean isCluster() {
        return this.factory.isClusterAware();
    }

    /**
     * Sends a command, if it may be sent; again where a cluster refused it since slots
     * move. All failures are told as {@link L2UnavailableException}.
     * @param <T> the type of the answer
     * @param need what it is sent for
     * @param command sends it; the same twice must do no harm where it is split by slots
     * @return the answer
     */
    <T extends @Nullable Object> CompletableFuture<T> call(L2Need need, Supplier<CompletableFuture<T>> command) {
        Supplier<CompletableFuture<T>> sent = isCluster() ? () -> this.slotMoves.send(command) : command;
        return this.guard.call(need, () -> Guarded.call(sent), Guarded::outcome);
    }

    /**
     * The commands of the open connection.
     * @return the commands
     * @throws L2UnavailableException if there is no open connection
     */
    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        Opened current = this.opened;
        if (this.closed) {
            throw new L2UnavailableException("The cache is shut down", null);
        }
        if (current == null) {
            current = connect();
        }
        if (!current.connection.isOpen()) {
            throw new L2UnavailableException("The connection to Redis is down", null);
        }
        return current.commands;
    }

    /**
     * The commands of the open connection, as soon as there was a first one. Nobody
     * waits.
     */
    CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> whenConnected() {
        if (hasConnected() || this.closed) {
            return CompletableFuture.completedFuture(commands());
        }
        return attempt().result.thenApply((first) -> commands());
    }

    /**
     * Waits for the first connection, on the calling thread, so that {@link #commands()}
     * does not.
     * @throws L2UnavailableException if there is none
     */
    void awaitFirst() {
        if (this.opened == null && !this.closed) {
            connect();
        }
    }

    /**
     * Whether there was a connection; if not, one is tried in the background.
     */
    boolean hasConnected() {
        if (this.opened == null && !this.closed) {
            attempt();
        }
        return this.opened != null;
    }

    /**
     * Runs a script, by its digest where Redis knows it.
     * @param <T> the type of the answer
     * @param script the script
     * @param type the type of the answer
     * @param keys the keys
     * @param args the arguments
     * @return the answer
     */
    <T> CompletableFuture<T> run(LuaScript script, ScriptOutputType type, byte[][] keys, byte[]... args) {
        RedisClusterAsyncCommands<byte[], byte[]> commands = commands();
        CompletableFuture<T> answer = commands.<T>evalsha(script.sha(), type, keys, args).toCompletableFuture();
        return answer.exceptionallyCompose((ex) -> (cause(ex) instanceof RedisNoScriptException)
                ? commands.<T>eval(script.source(), type, keys, args).toCompletableFuture()
                : CompletableFuture.failedFuture(ex));
    }

    /**
     * Runs a script by its text, so that nothing sent after it can overtake it.
     * @param <T> the type of the answer
     * @param script the script
     * @param type the type of the answer
     * @param keys the keys
     * @param args the arguments
     * @return the answer
     */
    <T> CompletableFuture<T> runInOrder(LuaScript script, ScriptOutputType type, byte[][] keys, byte[]... args) {
        return commands().<T>eval(script.source(), type, keys, args).toCompletableFuture();
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException && cause != null) ? cause : failure;
    }

    /**
     * Turns what a command failed with into our exception. Messages of Redis name no
     * values; those of other layers are left to the cause.
     * @param failure the failure
     * @return the exception
     */
    static L2UnavailableException unavailable(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof L2UnavailableException unavailable) {
            return unavailable;
        }
        RedisCommandExecutionException refused = refusal(cause);
        if (refused != null) {
            return new L2UnavailableException("Redis refused a command: " + refused.getMessage(), refused);
        }
        return new L2UnavailableException("Redis failed: " + cause.getClass().getSimpleName(), cause);
    }

    /**
     * What Redis refused, such as a command that the user may not run, under what other
     * layers made of it.
     */
    private static @Nullable RedisCommandExecutionException refusal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof RedisCommandExecutionException refused) {
                return refused;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static L2UnavailableException unreachable(@Nullable Throwable failure) {
        return (failure != null && refusal(failure) != null) ? unavailable(failure)
                : new L2UnavailableException("Redis could not be reached", failure);
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

    private Opened connect() {
        Attempt current = attempt();
        CompletableFuture<Opened> result = current.result;
        if (!result.isDone()) {
            return waitFor(result);
        }
        if (result.isCompletedExceptionally()) {
            throw unreachable(current.failure);
        }
        return result.join();
    }

    private Opened waitFor(CompletableFuture<Opened> result) {
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
            throw unreachable(ex);
        }
        finally {
            this.guard.endWait(L2Need.READ);
        }
    }

    private void open(Attempt attempt) {
        try {
            RedisConnection connection = this.factory.getConnection();
            Opened result = Opened.of(connection);
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

    @Override
    public void close() {
        if (this.closed) {
            return;
        }
        this.closed = true;
        Opened current = this.opened;
        this.opened = null;
        if (current != null) {
            current.lease.close();
        }
        if (this.ownsFactory) {
            this.factory.destroy();
        }
    }

    private static final class Attempt {

        private final CompletableFuture<Opened> result = new CompletableFuture<>();

        private volatile long retryAt;

        private volatile @Nullable Throwable failure;

        boolean isOver() {
            return this.result.isDone() && System.nanoTime() - this.retryAt >= 0;
        }

    }

    private record Opened(RedisConnection lease, RedisClusterAsyncCommands<byte[], byte[]> commands,
            StatefulConnection<?, ?> connection) {

        @SuppressWarnings("unchecked")
        static Opened of(RedisConnection lease) {
            RedisClusterAsyncCommands<byte[], byte[]> commands = (RedisClusterAsyncCommands<byte[], byte[]>) lease
                .getNativeConnection();
            StatefulConnection<?, ?> connection = ((AbstractRedisAsyncCommands<?, ?>) commands).getConnection();
            return new Opened(lease, commands, connection);
        }

        void warnIfTopologyIsNotRefreshed() {
            if (this.connection.getOptions() instanceof ClusterClientOptions options
                    && !options.getTopologyRefreshOptions().isPeriodicRefreshEnabled()
                    && options.getTopologyRefreshOptions().getAdaptiveRefreshTriggers().isEmpty()) {
                logger.warn("The client of Redis Cluster never looks for changes of the cluster, so that it does not "
                        + "find the new server after a failover. Set "
                        + "'spring.data.redis.lettuce.cluster.refresh.adaptive' to true and "
                        + "'spring.data.redis.lettuce.cluster.refresh.period', for example to 5s.");
            }
        }

    }

}
