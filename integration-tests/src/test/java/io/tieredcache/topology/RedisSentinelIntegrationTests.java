package io.tieredcache.topology;

import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.tieredcache.testing.RedisSentinelProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master with a replica, and three sentinels.
 */
class RedisSentinelIntegrationTests extends TopologyContract {

    private RedisSentinelProcess sentinel;

    @Override
    List<String> startRedis() {
        this.sentinel = RedisSentinelProcess.start();
        return startedAt();
    }

    @Override
    List<String> startedAt() {
        return List.of("spring.data.redis.sentinel.master=" + RedisSentinelProcess.MASTER,
                "spring.data.redis.sentinel.nodes=" + this.sentinel.addresses());
    }

    @Override
    void stopRedis() {
        this.sentinel.close();
    }

    @Override
    Map<String, Long> errors() {
        return this.sentinel.errors(this.sentinel.master());
    }

    @Test
    void masterDies() {
        masterDies(this.sentinel::promoteReplicaOf);
    }

    @Test
    @Tag("drill")
    void deathOfTheMasterIsFoundBySentinels() {
        masterDies(this.sentinel::awaitMasterOtherThan);
    }

    private void masterDies(IntConsumer replacement) {
        try (CheckedLoad load = new CheckedLoad(TestInstance.newNamespace(), startedAt())) {
            load.awaitGoingOn();
            List<Long> resyncs = List.of(load.resyncs(0), load.resyncs(1));
            int master = this.sentinel.master();
            load.betweenWrites(() -> {
                this.sentinel.awaitReplicated(master);
                this.sentinel.server(master).kill();
            });
            replacement.accept(master);
            load.awaitGoingOn();
            assertThat(load.resyncs(0)).isGreaterThan(resyncs.get(0));
            assertThat(load.resyncs(1)).isGreaterThan(resyncs.get(1));
            this.sentinel.server(master).start();
            this.sentinel.awaitReplica(master);
            load.awaitGoingOn();
            load.assertRight();
        }
    }

    /**
     * The master before becomes a replica while instances write to it.
     */
    @Test
    @Tag("drill")
    void masterHandsOver() {
        try (CheckedLoad load = new CheckedLoad(TestInstance.newNamespace(), startedAt())) {
            load.awaitGoingOn();
            load.betweenWrites(this.sentinel::failover);
            load.awaitGoingOn();
            load.assertRight();
        }
    }

}
