package io.tieredcache.redis;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.ReadFrom;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.store.L2Guard;

/**
 * Reads from replicas of one Redis, over a connection of their own. Nobody waits for that
 * connection, and not long for an answer: the primary is there too. Where a replica
 * failed, none is asked for a while.
 */
public final class ReplicaReads implements AutoCloseable {

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final RedisConnections connections;

    private final long timeoutMillis;

    private volatile long restsUntil = System.nanoTime();

    /**
     * Create the reads.
     * @param factory the connection factory of the same Redis
     * @param from where to read, by Lettuce's name, such as {@code replicaPreferred}
     * @param executor runs attempts to connect
     * @param timeoutMillis how long to wait for an answer before the primary is asked
     */
    public ReplicaReads(LettuceConnectionFactory factory, String from, Executor executor, long timeoutMillis) {
        this.connections = RedisConnections.owning(
                ReadFromFactory.create(factory, ReadFrom.valueOf(from.toLowerCase(Locale.ROOT))), executor, 0,
                L2Guard.none());
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Reads from a replica.
     * @param read reads over connections
     * @return the answer, {@code null} if no replica is to be asked now
     */
    @Nullable CompletableFuture<byte @Nullable []> read(Function<RedisConnections, CompletableFuture<byte @Nullable []>> read) {
        if (System.nanoTime() - this.restsUntil < 0 || !this.connections.hasConnected()) {
            return null;
        }
        return Guarded.call(() -> read.apply(this.connections).orTimeout(this.timeoutMillis, TimeUnit.MILLISECONDS))
            .whenComplete((bytes, failure) -> {
                if (failure != null) {
                    this.restsUntil = System.nanoTime() + REST_NANOS;
                }
            });
    }

    @Override
    public void close() {
        this.connections.close();
    }

}
