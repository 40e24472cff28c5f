package io.tieredcache.drill;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;

import io.tieredcache.testing.RedisClusterProcess;

/**
 * A Redis Cluster: three masters with a replica each.
 */
final class ClusterRedis extends ReplicatedRedis {

    private final String sequence;

    private final RedisClusterProcess cluster = RedisClusterProcess.start();

    /**
     * Starts the cluster.
     * @param namespace the namespace of the drill
     */
    ClusterRedis(String namespace) {
        this.sequence = "tc:{" + namespace + "}:seq";
    }

    @Override
    public List<String> properties(int place) {
        return List.of("spring.data.redis.cluster.nodes=" + this.cluster.addresses(),
                "spring.data.redis.lettuce.cluster.refresh.period=1s",
                "spring.data.redis.lettuce.cluster.refresh.adaptive=true");
    }

    @Override
    public Set<DrillFault> faults() {
        EnumSet<DrillFault> faults = EnumSet.copyOf(super.faults());
        faults.add(DrillFault.RESHARDING);
        return faults;
    }

    private void onMasters(Consumer<RedisCommands<String, String>> action) {
        this.cluster.masters().forEach((port) -> this.cluster.execute(port, (commands) -> {
            action.accept(commands);
            return port;
        }));
    }

    @Override
    public void flush() {
        onMasters(RedisCommands::flushall);
    }

    @Override
    public void killSubscriptions() {
        this.cluster.ports()
            .forEach((port) -> this.cluster.execute(port,
                    (commands) -> commands.clientKill(KillArgs.Builder.typePubsub())));
    }

    /**
     * Kills the master of the sequence, when its replica has everything.
     */
    @Override
    public void failOver() {
        int master = this.cluster.masterOf(this.sequence);
        this.cluster.execute(master, ReplicatedRedis::pauseWrites);
        this.cluster.awaitReplicated(master);
        this.cluster.server(master).kill();
        this.cluster.promoteReplicaOf(master);
        this.cluster.server(master).start();
        this.cluster.awaitWell();
    }

    /**
     * Moves the slot of the sequence and that of an airport.
     */
    @Override
    public void reshard() {
        for (String key : List.of(this.sequence, "{i:0}")) {
            int from = this.cluster.masterOf(key);
            this.cluster.moveSlot(SlotHash.getSlot(key), from, this.cluster.otherMaster(from), () -> {
            });
        }
    }

    @Override
    public int connections() {
        return this.cluster.ports()
            .stream()
            .mapToInt((port) -> this.cluster.execute(port,
                    (commands) -> Math.toIntExact(commands.clientList().lines().count())))
            .sum();
    }

    @Override
    public void close() {
        this.cluster.close();
    }

}
