package io.tieredcache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.KeySampler;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.SampledKeys;

/**
 * Draws keys by {@code RANDOMKEY} and measures them by {@code MEMORY USAGE}. Of a
 * cluster, each primary gives keys in proportion to what it holds.
 */
public final class RedisKeySampler implements KeySampler {

    /** Questions that are asked at once. */
    private static final int GROUP = 32;

    private final RedisStores stores;

    private final RedisKeys keys;

    /**
     * Create a sampler.
     * @param stores the connections
     * @param namespace the namespace
     */
    public RedisKeySampler(RedisStores stores, String namespace) {
        this.stores = stores;
        this.keys = new RedisKeys(namespace);
    }

    @Override
    public CompletableFuture<SampledKeys> sample(@Nullable String store, int most) {
        RedisConnections connections;
        try {
            connections = this.stores.store(store).master();
        }
        catch (L2UnavailableException ex) {
            return CompletableFuture.failedFuture(ex);
        }
        return ask(connections, L2Need.READ, () -> all(nodes(connections.commands()).map(RedisKeySampler::size)))
            .thenCompose((sizes) -> draw(connections, sizes, most));
    }

    private static Stream<RedisClusterAsyncCommands<byte[], byte[]>> nodes(
            RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return (commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster)
                ? cluster.upstream().asMap().values().stream().map((node) -> node) : Stream.of(commands);
    }

    private static CompletableFuture<Node> size(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return commands.dbsize().toCompletableFuture().thenApply((size) -> new Node(commands, size));
    }

    private CompletableFuture<SampledKeys> draw(RedisConnections connections, List<Node> nodes, int most) {
        long total = nodes.stream().mapToLong(Node::size).sum();
        List<Drawn> drawn = new ArrayList<>();
        CompletableFuture<@Nullable Void> turns = CompletableFuture.completedFuture(null);
        for (Node node : nodes) {
            for (int left = node.share(total, Math.min(most, total)); left > 0; left -= GROUP) {
                int group = Math.min(left, GROUP);
                // No READ: how long a group takes does not tell how long readers should
                // wait.
                turns = turns.thenCompose((before) -> ask(connections, L2Need.FILL, () -> group(node.commands, group))
                    .thenAccept(drawn::addAll));
            }
        }
        return turns.thenApply((done) -> sampled(total, drawn));
    }

    private CompletableFuture<List<Drawn>> group(RedisClusterAsyncCommands<byte[], byte[]> commands, int size) {
        return all(Stream.generate(() -> commands.randomkey().toCompletableFuture()).limit(size))
            .thenCompose((names) -> all(names.stream().filter(Objects::nonNull).map((name) -> drawn(commands, name))));
    }

    private CompletableFuture<Drawn> drawn(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] name) {
        String entry = this.keys.entryName(name);
        if (entry == null) {
            return CompletableFuture.completedFuture(new Drawn(null, null));
        }
        return commands.memoryUsage(name)
            .toCompletableFuture()
            .exceptionallyCompose((ex) -> isElsewhere(ex) ? CompletableFuture.<@Nullable Long>completedFuture(null)
                    : CompletableFuture.failedFuture(ex))
            .thenApply((bytes) -> new Drawn(entry, bytes));
    }

    /**
     * Whether a key has moved to another node of the cluster since it was drawn.
     */
    private static boolean isElsewhere(Throwable failure) {
        return RedisFailures.cause(failure) instanceof RedisCommandExecutionException refused
                && Stream.of("MOVED", "ASK", "TRYAGAIN").anyMatch(String.valueOf(refused.getMessage())::startsWith);
    }

    /**
     * What has gone since it was drawn does not count as drawn.
     */
    private static SampledKeys sampled(long total, List<Drawn> drawn) {
        List<SampledKeys.SampledKey> own = new ArrayList<>();
        int others = 0;
        for (Drawn each : drawn) {
            if (each.entry == null) {
                others++;
            }
            else if (each.bytes != null) {
                own.add(new SampledKeys.SampledKey(each.entry, each.bytes));
            }
        }
        return new SampledKeys(total, own.size() + others, own);
    }

    private static <T> CompletableFuture<T> ask(RedisConnections connections, L2Need need,
            Supplier<CompletableFuture<T>> question) {
        return connections.call(need,
                () -> question.get().orTimeout(connections.patienceMillis(), TimeUnit.MILLISECONDS));
    }

    private static <T> CompletableFuture<List<T>> all(Stream<CompletableFuture<T>> answers) {
        List<CompletableFuture<T>> asked = answers.toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
            .thenApply((done) -> asked.stream().map(CompletableFuture::join).toList());
    }

    /**
     * A server that is asked.
     *
     * @param commands its commands
     * @param size how many keys it has
     */
    private record Node(RedisClusterAsyncCommands<byte[], byte[]> commands, long size) {

        int share(long total, long draws) {
            return (total > 0) ? (int) Math.round((double) draws * this.size / total) : 0;
        }

    }

    /**
     * A key that was drawn.
     *
     * @param entry name of the entry, {@code null} for a key of others
     * @param bytes memory that it takes, {@code null} if it has gone
     */
    private record Drawn(@Nullable String entry, @Nullable Long bytes) {

    }

}
