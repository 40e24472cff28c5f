package io.tieredcache.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import org.awaitility.core.ConditionFactory;

import static org.awaitility.Awaitility.await;

/**
 * A master and a replica of one test, watched by three sentinels, as processes on this
 * machine.
 * <p>
 * The processes end at {@link #close()}, at the latest with this JVM.
 */
public final class RedisSentinelProcess implements AutoCloseable {

    /** Name of the master, as the sentinels know it. */
    public static final String MASTER = "cache";

    private static final int SENTINELS = 3;

    private final RedisNodes nodes = new RedisNodes();

    private final List<RedisServerProcess> servers = new ArrayList<>();

    private final List<RedisServerProcess> sentinels = new ArrayList<>();

    private final Path directory;

    private RedisSentinelProcess() {
        try {
            this.directory = Files.createTempDirectory("redis-sentinel");
        }
        catch (IOException ex) {
            throw new IllegalStateException("No temporary directory", ex);
        }
        try {
            startAll();
        }
        catch (RuntimeException ex) {
            close();
            throw ex;
        }
    }

    /**
     * Start all, and wait until the sentinels know each other and the replica.
     * @return the running processes
     */
    public static RedisSentinelProcess start() {
        return new RedisSentinelProcess();
    }

    private void startAll() {
        String[] replication = { "--dir", this.directory.toString(), "--repl-diskless-sync", "yes",
                "--repl-diskless-sync-delay", "0" };
        RedisServerProcess master = RedisServerProcess.onFreePort(replication);
        this.servers.add(master);
        RedisServerProcess replica = RedisServerProcess.onFreePort(replication);
        this.servers.add(replica);
        this.nodes.execute(replica.port(), (commands) -> commands.replicaof(master.host(), master.port()));
        awaitReplica(replica.port());
        for (int i = 0; i < SENTINELS; i++) {
            int port = RedisServerProcess.freePort();
            this.sentinels.add(RedisServerProcess.startSentinel(configuration(port, master), port));
        }
        awaitThat().until(() -> this.sentinels.stream().allMatch((sentinel) -> {
            Map<String, String> state = ask(sentinel, (commands) -> commands.master(MASTER));
            return "1".equals(state.get("num-slaves"))
                    && Integer.toString(SENTINELS - 1).equals(state.get("num-other-sentinels"));
        }));
    }

    private Path configuration(int port, RedisServerProcess master) {
        try {
            return Files.writeString(this.directory.resolve("sentinel-" + port + ".conf"), """
                    dir %s
                    sentinel monitor %s 127.0.0.1 %d 2
                    sentinel down-after-milliseconds %s 10000
                    sentinel failover-timeout %s 20000
                    """.formatted(this.directory, MASTER, master.port(), MASTER, MASTER));
        }
        catch (IOException ex) {
            throw new IllegalStateException("Unable to write the configuration of a sentinel", ex);
        }
    }

    private static ConditionFactory awaitThat() {
        return await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
    }

    /**
     * Wait until a server is a replica that has all of its master.
     * @param port the server's port
     */
    public void awaitReplica(int port) {
        awaitThat().ignoreExceptionsInstanceOf(RedisException.class)
            .until(() -> "up".equals(this.nodes.info(port, "replication").get("master_link_status")));
    }

    private <R> R ask(RedisServerProcess sentinel, Function<RedisSentinelCommands<String, String>, R> question) {
        try (StatefulRedisSentinelConnection<String, String> connection = this.nodes.client()
            .connectSentinel(RedisNodes.uri(sentinel.port()))) {
            return question.apply(connection.sync());
        }
    }

    /**
     * Return the sentinels, as a client is told of them.
     * @return hosts with ports, separated by commas
     */
    public String addresses() {
        return this.sentinels.stream()
            .map((sentinel) -> "127.0.0.1:" + sentinel.port())
            .collect(Collectors.joining(","));
    }

    /**
     * Return the port of the master, as all sentinels say.
     * @return the port
     */
    public int master() {
        int[] found = new int[1];
        awaitThat().until(() -> {
            List<Integer> said = this.sentinels.stream().map(this::masterBy).distinct().toList();
            found[0] = said.get(0);
            return said.size() == 1;
        });
        return found[0];
    }

    private int masterBy(RedisServerProcess sentinel) {
        return Integer.parseInt(ask(sentinel, (commands) -> commands.master(MASTER)).get("port"));
    }

    public RedisServerProcess server(int port) {
        return this.servers.stream().filter((each) -> each.port() == port).findFirst().orElseThrow();
    }

    /**
     * Wait until another server than the given one is the master.
     * @param before the port of the master before
     */
    public void awaitMasterOtherThan(int before) {
        awaitThat().until(() -> this.sentinels.stream().allMatch((sentinel) -> masterBy(sentinel) != before));
        int master = master();
        awaitThat().ignoreExceptionsInstanceOf(RedisException.class)
            .until(() -> "master".equals(this.nodes.info(master, "replication").get("role")));
    }

    /**
     * Let the replica take the master's place, while both run, and wait for that.
     */
    public void failover() {
        int before = master();
        promote();
        awaitMasterOtherThan(before);
        awaitReplica(before);
    }

    /**
     * Let the replica of a dead master take its place at once, not only when the
     * sentinels have agreed that the master is dead; wait until all say so.
     * @param dead the port of the dead master
     */
    public void promoteReplicaOf(int dead) {
        promote();
        awaitMasterOtherThan(dead);
    }

    private void promote() {
        awaitThat().ignoreExceptionsInstanceOf(RedisException.class)
            .until(() -> "OK".equals(ask(this.sentinels.get(0), (commands) -> commands.failover(MASTER))));
    }

    /**
     * Wait until the replica of a master has all that was written to the master before.
     * @param master the port of the master
     */
    public void awaitReplicated(int master) {
        this.nodes.awaitReplicated(master);
    }

    /**
     * Run commands on a server, over a connection of their own.
     * @param <R> the type of the result
     * @param port the server's port
     * @param action what to run
     * @return the result of the action
     */
    public <R> R execute(int port, Function<RedisCommands<String, String>, R> action) {
        return this.nodes.execute(port, action);
    }

    /**
     * Return how often a server answered with an error, by the error's first word.
     * @param port the server's port
     * @return the counts
     */
    public Map<String, Long> errors(int port) {
        return this.nodes.errors(port);
    }

    @Override
    public void close() {
        this.sentinels.forEach(RedisServerProcess::close);
        this.servers.forEach(RedisServerProcess::close);
        this.nodes.close();
        Directories.delete(this.directory);
    }

}
