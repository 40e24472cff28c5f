package io.tieredcache.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import org.awaitility.core.ConditionFactory;

import static org.awaitility.Awaitility.await;

/**
 * A Redis Cluster of one test: three masters with a replica each, as processes on this
 * machine. A node keeps its place in the cluster when it is killed and started again, and
 * nothing else.
 * <p>
 * The processes end at {@link #close()}, at the latest with this JVM.
 */
public final class RedisClusterProcess implements AutoCloseable {

    private static final int MASTERS = 3;

    /** Below the ports that the operating system gives away, as is the bus above it. */
    private static final int FIRST_PORT = 10_000;

    private static final int LAST_PORT = 22_000;

    private static final int BUS = 10_000;

    /** Long, so that a slow machine makes no failover that the test did not ask for. */
    private static final int NODE_TIMEOUT_MILLIS = 10_000;

    private final RedisNodes nodes = new RedisNodes();

    private final Map<Integer, RedisServerProcess> servers = new TreeMap<>();

    private final Path directory;

    private RedisClusterProcess(String... arguments) {
        try {
            this.directory = Files.createTempDirectory("redis-cluster");
        }
        catch (IOException ex) {
            throw new IllegalStateException("No temporary directory", ex);
        }
        try {
            for (int i = 0; i < 2 * MASTERS; i++) {
                startNode(List.of(arguments));
            }
            join();
        }
        catch (RuntimeException ex) {
            close();
            throw ex;
        }
    }

    /**
     * Start a cluster, and wait until every node says that it is well.
     * @param arguments more arguments for each server
     * @return the running cluster
     */
    public static RedisClusterProcess start(String... arguments) {
        return new RedisClusterProcess(arguments);
    }

    private void startNode(List<String> more) {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of("--cluster-enabled", "yes", "--dir", this.directory.toString(),
                "--cluster-config-file", "nodes-" + port + ".conf", "--cluster-node-timeout",
                Integer.toString(NODE_TIMEOUT_MILLIS), "--cluster-replica-validity-factor", "0", "--repl-diskless-sync",
                "yes", "--repl-diskless-sync-delay", "0"));
        arguments.addAll(more);
        this.servers.put(port, RedisServerProcess.onPort(port, arguments.toArray(String[]::new)));
    }

    private int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            if (!this.servers.containsKey(port) && isFree(port) && isFree(port + BUS)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        }
        catch (IOException ex) {
            return false;
        }
    }

    private void join() {
        List<Integer> ports = ports();
        for (int i = 0; i < ports.size(); i++) {
            int epoch = i + 1;
            execute(ports.get(i), (commands) -> commands.clusterSetConfigEpoch(epoch));
        }
        for (int i = 0; i < MASTERS; i++) {
            int[] slots = IntStream.range(i * SlotHash.SLOT_COUNT / MASTERS, (i + 1) * SlotHash.SLOT_COUNT / MASTERS)
                .toArray();
            execute(ports.get(i), (commands) -> commands.clusterAddSlots(slots));
        }
        ports.subList(1, ports.size())
            .forEach((port) -> execute(ports.get(0), (commands) -> commands.clusterMeet("127.0.0.1", port)));
        awaitThat().until(() -> ports.stream().allMatch((port) -> view(port).size() == ports.size()));
        for (int i = 0; i < MASTERS; i++) {
            String master = execute(ports.get(i), RedisCommands::clusterMyId);
            execute(ports.get(MASTERS + i), (commands) -> commands.clusterReplicate(master));
        }
        awaitWell();
    }

    private static ConditionFactory awaitThat() {
        return await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
    }

    /**
     * Wait until every node that runs knows every other, serves all slots, and each
     * replica has all of its master.
     */
    public void awaitWell() {
        awaitThat().ignoreExceptionsInstanceOf(RedisException.class)
            .until(() -> running().stream().allMatch(this::isWell));
    }

    private boolean isWell(int port) {
        if (!execute(port, RedisCommands::clusterInfo).contains("cluster_state:ok")) {
            return false;
        }
        List<RedisClusterNode> view = view(port);
        Map<String, String> replication = this.nodes.info(port, "replication");
        boolean replica = "slave".equals(replication.get("role"));
        return view.stream().filter(RedisClusterProcess::serves).count() == MASTERS
                && (view.size() > running().size()
                        || view.stream().filter((node) -> node.is(NodeFlag.REPLICA)).count() == view.size() - MASTERS)
                && (!replica || "up".equals(replication.get("master_link_status")));
    }

    private static boolean serves(RedisClusterNode node) {
        return node.is(NodeFlag.UPSTREAM) && !node.getSlots().isEmpty() && !node.is(NodeFlag.FAIL)
                && !node.is(NodeFlag.EVENTUAL_FAIL);
    }

    private List<RedisClusterNode> view(int port) {
        String nodes = execute(port, RedisCommands::clusterNodes);
        return List.copyOf(ClusterPartitionParser.parse(nodes).getPartitions());
    }

    /**
     * Return the ports of all nodes, be they running or not.
     * @return the ports
     */
    public List<Integer> ports() {
        return List.copyOf(this.servers.keySet());
    }

    private List<Integer> running() {
        return this.servers.entrySet()
            .stream()
            .filter((each) -> each.getValue().isRunning())
            .map(Map.Entry::getKey)
            .toList();
    }

    /**
     * Return the nodes, as a client is told of them.
     * @return hosts with ports, separated by commas
     */
    public String addresses() {
        return ports().stream().map((port) -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    public RedisServerProcess server(int port) {
        RedisServerProcess server = this.servers.get(port);
        if (server == null) {
            throw new IllegalArgumentException("No node has the port " + port);
        }
        return server;
    }

    /**
     * Return the port of the master that serves a key, as every running node says.
     * @param key the key
     * @return the port
     */
    public int masterOf(String key) {
        int slot = SlotHash.getSlot(key);
        int[] found = new int[1];
        awaitThat().ignoreExceptionsInstanceOf(RedisException.class).until(() -> {
            List<Integer> said = running().stream().map((port) -> masterOf(slot, port)).distinct().toList();
            found[0] = said.get(0);
            return said.size() == 1 && found[0] != 0;
        });
        return found[0];
    }

    private int masterOf(int slot, int port) {
        return view(port).stream()
            .filter((node) -> serves(node) && node.hasSlot(slot))
            .map((node) -> node.getUri().getPort())
            .findFirst()
            .orElse(0);
    }

    /**
     * Return the port of another master than the given one.
     * @param master the port of a master
     * @return the port
     */
    public int otherMaster(int master) {
        return masters().stream().filter((port) -> port != master).findFirst().orElseThrow();
    }

    /**
     * Return the ports of all masters.
     * @return the ports
     */
    public List<Integer> masters() {
        return view(running().get(0)).stream()
            .filter(RedisClusterProcess::serves)
            .map((node) -> node.getUri().getPort())
            .toList();
    }

    /**
     * Wait until the others have agreed that a master is dead, and its replica serves its
     * slots.
     * @param dead the port of the dead master
     */
    public void awaitReplacementOf(int dead) {
        awaitThat().ignoreExceptionsInstanceOf(RedisException.class).until(() -> running().stream().allMatch((port) -> {
            List<RedisClusterNode> serving = view(port).stream().filter(RedisClusterProcess::serves).toList();
            return serving.size() == MASTERS && serving.stream().noneMatch((node) -> node.getUri().getPort() == dead);
        }));
    }

    /**
     * Let the replica of a master take its place, without loss, and wait for that.
     * @param master the port of the master
     */
    public void failover(int master) {
        int slot = node(master).getSlots().get(0);
        int replica = replicaOf(master);
        execute(replica, (commands) -> commands.clusterFailover(false));
        awaitMaster(slot, replica);
        awaitWell();
    }

    /**
     * Let the replica of a dead master take its place at once, not only when the others
     * have agreed that the master is dead; wait until all say so.
     * @param dead the port of the dead master
     */
    public void promoteReplicaOf(int dead) {
        int slot = node(dead).getSlots().get(0);
        int replica = replicaOf(dead);
        execute(replica, (commands) -> commands.clusterFailover(false, true));
        awaitMaster(slot, replica);
    }

    private int replicaOf(int master) {
        String id = node(master).getNodeId();
        return view(running().get(0)).stream()
            .filter((node) -> id.equals(node.getSlaveOf()))
            .map((node) -> node.getUri().getPort())
            .findFirst()
            .orElseThrow();
    }

    private RedisClusterNode node(int port) {
        return view(running().get(0)).stream()
            .filter((node) -> node.getUri().getPort() == port)
            .findFirst()
            .orElseThrow();
    }

    private void awaitMaster(int slot, int expected) {
        awaitThat().ignoreExceptionsInstanceOf(RedisException.class)
            .until(() -> running().stream().allMatch((port) -> masterOf(slot, port) == expected));
    }

    /**
     * Move a slot with its keys to another master, key by key, as a resharding does.
     * @param slot the slot
     * @param from the port of the master that has it
     * @param to the port of the master that gets it
     * @param between what to do when half of the steps are done
     */
    public void moveSlot(int slot, int from, int to, Runnable between) {
        String source = execute(from, RedisCommands::clusterMyId);
        String target = execute(to, RedisCommands::clusterMyId);
        execute(to, (commands) -> commands.clusterSetSlotImporting(slot, source));
        execute(from, (commands) -> commands.clusterSetSlotMigrating(slot, target));
        int half = Math.toIntExact((execute(from, (commands) -> commands.clusterCountKeysInSlot(slot)) + 1) / 2);
        migrate(from, to, execute(from, (commands) -> commands.clusterGetKeysInSlot(slot, Math.max(1, half))));
        between.run();
        List<String> rest;
        do {
            rest = execute(from, (commands) -> commands.clusterGetKeysInSlot(slot, 100));
            migrate(from, to, rest);
        }
        while (!rest.isEmpty());
        execute(to, (commands) -> commands.clusterSetSlotNode(slot, target));
        execute(from, (commands) -> commands.clusterSetSlotNode(slot, target));
        awaitMaster(slot, to);
    }

    private void migrate(int from, int to, List<String> keys) {
        if (!keys.isEmpty()) {
            execute(from, (commands) -> commands.migrate("127.0.0.1", to, 0, 5000,
                    MigrateArgs.Builder.<String>keys(keys).replace()));
        }
    }

    /**
     * Return how often any node answered with an error, by the error's first word.
     * @return the sums
     */
    public Map<String, Long> errors() {
        Map<String, Long> sums = new TreeMap<>();
        running()
            .forEach((port) -> this.nodes.errors(port).forEach((name, count) -> sums.merge(name, count, Long::sum)));
        return sums;
    }

    /**
     * Wait until the replica of a master has all that was written to the master before.
     * @param master the port of the master
     */
    public void awaitReplicated(int master) {
        this.nodes.awaitReplicated(master);
    }

    /**
     * Run commands on a node, over a connection of their own.
     * @param <R> the type of the result
     * @param port the node's port
     * @param action what to run
     * @return the result of the action
     */
    public <R> R execute(int port, Function<RedisCommands<String, String>, R> action) {
        return this.nodes.execute(port, action);
    }

    @Override
    public void close() {
        this.servers.values().forEach(RedisServerProcess::close);
        this.nodes.close();
        Directories.delete(this.directory);
    }

}
