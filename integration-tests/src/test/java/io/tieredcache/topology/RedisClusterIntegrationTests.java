package io.tieredcache.topology;

import java.util.List;
import java.util.Map;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;

import io.tieredcache.testing.RedisClusterProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three masters with a replica each.
 */
class RedisClusterIntegrationTests extends TopologyContract {

    private RedisClusterProcess cluster;

    @Override
    List<String> startRedis() {
        this.cluster = RedisClusterProcess.start();
        return startedAt();
    }

    @Override
    List<String> startedAt() {
        return List.of("spring.data.redis.cluster.nodes=" + this.cluster.addresses(),
                "spring.data.redis.lettuce.cluster.refresh.period=1s");
    }

    @Override
    void stopRedis() {
        this.cluster.close();
    }

    @Override
    Map<String, Long> errors() {
        return this.cluster.errors();
    }

    @Test
    void nodesThatKnowNoScriptGetItsText() {
        this.cluster.ports().forEach((port) -> this.cluster.execute(port, RedisCommands::scriptFlush));
        for (int i = 0; i < 20; i++) {
            String key = "script" + i;
            assertThat(here().read(TopologyInstance.CACHE, key, () -> 1, "script")).isEqualTo(1);
            soon().untilAsserted(() -> assertThat(there().find(TopologyInstance.CACHE, key, "script")).isEqualTo(1));
        }
        assertThat(errors()).containsKey("NOSCRIPT");
    }

    @Test
    void slotsMoveWhileInstancesReadAndWrite() {
        String namespace = TestInstance.newNamespace();
        try (CheckedLoad load = new CheckedLoad(namespace, startedAt())) {
            load.awaitGoingOn();
            for (String key : List.of("tc:{" + namespace + "}:seq", "{i:3}")) {
                int from = this.cluster.masterOf(key);
                this.cluster.moveSlot(SlotHash.getSlot(key), from, this.cluster.otherMaster(from),
                        () -> load.awaitReads(200));
                load.awaitGoingOn();
            }
            load.assertRight();
        }
    }

    @Test
    void masterOfTheSequenceDies() {
        String namespace = TestInstance.newNamespace();
        String sequence = "tc:{" + namespace + "}:seq";
        try (CheckedLoad load = new CheckedLoad(namespace, startedAt())) {
            load.awaitGoingOn();
            List<Long> resyncs = List.of(load.resyncs(0), load.resyncs(1));
            int master = this.cluster.masterOf(sequence);
            load.betweenWrites(() -> {
                this.cluster.awaitReplicated(master);
                this.cluster.server(master).kill();
            });
            soon().until(() -> this.cluster.masterOf(sequence) != master);
            load.awaitGoingOn();
            assertThat(load.resyncs(0)).isGreaterThan(resyncs.get(0));
            assertThat(load.resyncs(1)).isGreaterThan(resyncs.get(1));
            this.cluster.server(master).start();
            this.cluster.awaitWell();
            load.awaitGoingOn();
            load.assertRight();
        }
    }

}
