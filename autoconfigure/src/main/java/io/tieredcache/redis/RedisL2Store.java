package io.tieredcache.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.L2Store;
import io.tieredcache.store.PutOutcome;

/**
 * Entries, leases and fences in Redis. What must happen in an order is sent in that order
 * over one connection, which is one round trip; on a cluster, where the two steps go to
 * different servers, the second waits for the first.
 */
public final class RedisL2Store implements L2Store {

    private static final byte[] EMPTY = new byte[0];

    private static final byte[] FLAG = RedisKeys.bytes("1");

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final String origin;

    /**
     * Create a store.
     * @param connections the connections
     * @param namespace the namespace
     * @param origin the instance's id
     */
    public RedisL2Store(RedisConnections connections, String namespace, String origin) {
        this.connections = connections;
        this.keys = new RedisKeys(namespace);
        this.origin = origin;
    }

    @Override
    public CompletableFuture<byte @Nullable []> read(EntryKey key, int limit) {
        return guarded(() -> this.connections.commands()
            .getrange(this.keys.entry(key), 0, limit)
            .toCompletableFuture()
            .handle((bytes, failure) -> {
                if (failure == null) {
                    return (bytes == null || bytes.length == 0) ? null : bytes;
                }
                if (isOfAnotherType(failure)) {
                    return EMPTY;
                }
                throw RedisConnections.unavailable(failure);
            }));
    }

    private static boolean isOfAnotherType(Throwable failure) {
        return RedisConnections.cause(failure) instanceof RedisCommandExecutionException refused
                && String.valueOf(refused.getMessage()).startsWith("WRONGTYPE");
    }

    @Override
    public CompletableFuture<FenceReadings> readFences(Collection<String> fences) {
        return guarded(() -> this.connections
            .<List<Long>>run(LuaScript.FENCES, ScriptOutputType.MULTI, this.keys.sequenceAnd(fences))
            .thenApply((numbers) -> readings(fences, numbers)));
    }

    @Override
    public CompletableFuture<FenceReadings> ensureFences(Collection<String> fences, Duration life) {
        return guarded(() -> this.connections
            .<List<Long>>run(LuaScript.ENSURE, ScriptOutputType.MULTI, this.keys.sequenceAnd(fences),
                    number(life.toMillis()), number(2 * life.toMillis()))
            .thenApply((numbers) -> readings(fences, numbers)));
    }

    private static FenceReadings readings(Collection<String> fences, List<Long> numbers) {
        Map<String, Long> found = new HashMap<>();
        int i = 1;
        for (String fence : fences) {
            long number = numbers.get(i++);
            if (number >= 0) {
                found.put(fence, number);
            }
        }
        return new FenceReadings(numbers.get(0), found);
    }

    @Override
    public CompletableFuture<FenceReadings> lease(EntryKey key, String token, Duration leaseTime,
            Collection<String> fences, Duration fenceLife) {
        return guarded(() -> {
            CompletableFuture<String> taken = this.connections.commands()
                .set(this.keys.lease(key), RedisKeys.bytes(token), SetArgs.Builder.px(leaseTime.toMillis()))
                .toCompletableFuture();
            return ensureFences(fences, fenceLife).thenCombine(taken, (readings, ok) -> readings);
        });
    }

    @Override
    public CompletableFuture<Boolean> store(EntryKey key, String token, byte[] entry, Duration ttl) {
        return guarded(() -> this.connections.<Boolean>run(LuaScript.STORE, ScriptOutputType.BOOLEAN, slot(key),
                RedisKeys.bytes(token), entry, number(ttl.toMillis()), EMPTY));
    }

    @Override
    public CompletableFuture<PutOutcome> put(EntryKey key, String token, byte[] entry, Duration ttl) {
        return guarded(() -> {
            CompletableFuture<Boolean> stored = this.connections.runInOrder(LuaScript.STORE, ScriptOutputType.BOOLEAN,
                    slot(key), RedisKeys.bytes(token), entry, number(ttl.toMillis()), FLAG);
            return then(stored, () -> announce(key)).thenCombine(stored,
                    (number, done) -> new PutOutcome(done, number));
        });
    }

    @Override
    public CompletableFuture<Boolean> replace(EntryKey key, byte @Nullable [] expected, byte[] entry, Duration ttl) {
        return guarded(() -> this.connections.<Boolean>run(LuaScript.REPLACE, ScriptOutputType.BOOLEAN, slot(key),
                (expected != null) ? expected : EMPTY, entry, number(ttl.toMillis())));
    }

    @Override
    public CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences) {
        return guarded(() -> {
            if (keys.isEmpty()) {
                return number(keys, fences);
            }
            List<byte[]> evicted = new ArrayList<>(2 * keys.size());
            for (EntryKey key : keys) {
                evicted.add(this.keys.entry(key));
                evicted.add(this.keys.lease(key));
            }
            RedisClusterAsyncCommands<byte[], byte[]> commands = this.connections.commands();
            CompletableFuture<Long> unlinked = commands.unlink(evicted.toArray(new byte[0][])).toCompletableFuture();
            // Redis before the message: who hears of the eviction must not find the
            // entry.
            return then(unlinked, () -> number(keys, fences));
        });
    }

    @Override
    public CompletableFuture<Long> announce(EntryKey key) {
        return guarded(() -> number(List.of(key), List.of()));
    }

    private CompletableFuture<Long> number(Collection<EntryKey> keys, Collection<String> fences) {
        return this.connections.run(LuaScript.INVALIDATE, ScriptOutputType.INTEGER, this.keys.sequenceAnd(fences),
                this.keys.channel(), RedisKeys.bytes(this.origin), InvalidationMessageFormat.targets(keys, fences));
    }

    private <T> CompletableFuture<T> then(CompletableFuture<?> first, Supplier<CompletableFuture<T>> second) {
        if (this.connections.isCluster()) {
            return first.thenCompose((done) -> second.get());
        }
        return second.get().thenCombine(first, (answer, done) -> answer);
    }

    private byte[][] slot(EntryKey key) {
        return new byte[][] { this.keys.entry(key), this.keys.lease(key) };
    }

    private static byte[] number(long value) {
        return RedisKeys.bytes(Long.toString(value));
    }

    private static <T extends @Nullable Object> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> command) {
        try {
            return command.get()
                .exceptionallyCompose((ex) -> CompletableFuture.failedFuture(RedisConnections.unavailable(ex)));
        }
        catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(RedisConnections.unavailable(ex));
        }
    }

}
