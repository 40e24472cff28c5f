package io.tieredcache.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Need;

/**
 * The connection over which all commands of this instance go, in order and without
 * waiting for each other. While it is down callers get an error at once; a first
 * connection is tried again in the background, a lost one is made again by Lettuce.
 */
public final class RedisConnections implements AutoCloseable {

    private final LettuceConnectionFactory factory;

    private final boolean ownsFactory;

    private final long patienceMillis;

    private final L2Guard guard;

    private final SlotMoves slotMoves;

    private final FirstConnection connection;

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
        this.patienceMillis = patienceMillis;
        this.guard = guard;
        this.slotMoves = new SlotMoves(executor, patienceMillis / 2);
        this.connection = new FirstConnection(factory, executor, patienceMillis, guard);
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
        return this.connection.commands();
    }

    /**
     * The commands of the open connection, as soon as there was a first one. Nobody
     * waits.
     */
    CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> whenConnected() {
        return this.connection.whenOpened();
    }

    /**
     * Waits for the first connection, on the calling thread, so that {@link #commands()}
     * does not.
     * @throws L2UnavailableException if there is none
     */
    void awaitFirst() {
        this.connection.awaitOpened();
    }

    /**
     * Whether there was a connection; if not, one is tried in the background.
     */
    boolean hasConnected() {
        return this.connection.wasOpened();
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
        return answer.exceptionallyCompose((ex) -> (RedisFailures.cause(ex) instanceof RedisNoScriptException)
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

    @Override
    public void close() {
        if (this.connection.close() && this.ownsFactory) {
            this.factory.destroy();
        }
    }

}
