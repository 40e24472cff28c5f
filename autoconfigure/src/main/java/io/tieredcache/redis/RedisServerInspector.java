package io.tieredcache.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import io.tieredcache.store.RedisFacts;
import io.tieredcache.store.RedisInspector;

/**
 * Reads {@code INFO} and {@code CONFIG GET save}. Servers that are managed by somebody
 * else, and users with few rights, refuse one or both.
 */
public final class RedisServerInspector implements RedisInspector {

    private static final String SAVE = "save";

    private final String name;

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final long timeoutMillis;

    /**
     * Create an inspector.
     * @param name name of the Redis in the configuration
     * @param connections the connections
     * @param namespace the namespace
     * @param timeoutMillis how long to wait for each answer
     */
    public RedisServerInspector(String name, RedisConnections connections, String namespace, long timeoutMillis) {
        this.name = name;
        this.connections = connections;
        this.keys = new RedisKeys(namespace);
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public CompletableFuture<List<RedisFacts>> inspect() {
        return Guarded.call(() -> {
            RedisClusterAsyncCommands<byte[], byte[]> commands = this.connections.commands();
            if (commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster) {
                return inspectMasters(cluster);
            }
            // By a script, since a plain INFO may be answered by a replica.
            CompletableFuture<Told> info = tell("INFO",
                    () -> this.connections
                        .<byte[]>run(LuaScript.INFO, ScriptOutputType.VALUE, new byte[][] { this.keys.sequence() })
                        .thenApply((text) -> new String(text, StandardCharsets.UTF_8)));
            return facts(null, info, saves(commands)).thenApply(List::of);
        });
    }

    private CompletableFuture<List<RedisFacts>> inspectMasters(
            RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster) {
        List<CompletableFuture<RedisFacts>> all = new ArrayList<>();
        cluster.upstream()
            .asMap()
            .forEach((node, commands) -> all.add(facts(node.getNodeId(),
                    tell("INFO", () -> commands.info().toCompletableFuture()), saves(commands))));
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
            .thenApply((done) -> all.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Told> saves(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return tell("CONFIG GET save",
                () -> commands.configGet(SAVE).toCompletableFuture().thenApply(RedisServerInspector::schedule));
    }

    private static @Nullable String schedule(Map<String, String> answer) {
        return answer.get(SAVE);
    }

    /**
     * What a command tells; a refusal is an answer too.
     */
    private CompletableFuture<Told> tell(String command, Supplier<CompletableFuture<@Nullable String>> call) {
        return call.get()
            .orTimeout(this.timeoutMillis, TimeUnit.MILLISECONDS)
            .thenApply((text) -> new Told(command, text))
            .exceptionallyCompose((ex) -> (RedisConnections.cause(ex) instanceof RedisCommandExecutionException)
                    ? CompletableFuture.completedFuture(new Told(command, null)) : CompletableFuture.failedFuture(ex));
    }

    private static CompletableFuture<RedisFacts> facts(@Nullable String node, CompletableFuture<Told> info,
            CompletableFuture<Told> saves) {
        return info.thenCombine(saves, (told, schedule) -> {
            ServerInfo server = new ServerInfo((told.text != null) ? told.text : "");
            List<String> unread = new ArrayList<>();
            told.addIfRefused(unread);
            schedule.addIfRefused(unread);
            if (told.text != null) {
                unread.addAll(server.missing("redis_version", "role", "used_memory", "maxmemory", "maxmemory_policy",
                        "aof_enabled"));
            }
            Boolean snapshots = (schedule.text != null) ? !schedule.text.isBlank() : null;
            return new RedisFacts(node, server.version(), server.isReplica(), server.memory(),
                    new RedisFacts.Persistence(server.isOne("aof_enabled"), snapshots, server.failsToPersist()),
                    unread);
        });
    }

    @Override
    public CompletableFuture<?> ping() {
        return Guarded.call(() -> this.connections.whenConnected()
            .thenCompose((commands) -> commands.ping().toCompletableFuture())
            .orTimeout(this.timeoutMillis, TimeUnit.MILLISECONDS));
    }

    /**
     * What a command told.
     *
     * @param command the command
     * @param text its answer, {@code null} if it was refused
     */
    private record Told(String command, @Nullable String text) {

        void addIfRefused(List<String> unread) {
            if (this.text == null) {
                unread.add(this.command + " (refused)");
            }
        }

    }

}
