package io.tieredcache.topology;

import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.tieredcache.testing.RedisSentinelProcess;
import io.tieredcache.testing.TestInstance;

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
            int master = killMaster(load);
            replacement.accept(master);
            load.awaitGoingOn();
            soon().until(() -> load.resyncs(0) > resyncs.get(0) && load.resyncs(1) > resyncs.get(1));
            startAgain(master, load);
            load.assertRight();
        }
    }

    private int killMaster(CheckedLoad load) {
        int master = this.sentinel.master();
        load.betweenWrites(() -> {
            this.sentinel.awaitReplicated(master);
            this.sentinel.server(master).kill();
        });
        return master;
    }

    private void startAgain(int master, CheckedLoad load) {
        this.sentinel.server(master).start();
        this.sentinel.awaitReplica(master);
        load.awaitGoingOn();
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

    /**
     * The same with all caches behind Sentinel, and the rest in a standalone Redis that
     * is the application's.
     */
    @Nested
    @Tag("drill")
    class AsStore extends TopologyContract {

        private final RedisSentinelProcess sentinel = RedisSentinelIntegrationTests.this.sentinel;

        @Override
        List<String> startRedis() {
            return startedAt();
        }

        @Override
        List<String> startedAt() {
            return CriticalStore.properties("sentinel.master=" + RedisSentinelProcess.MASTER,
                    "sentinel.nodes=" + this.sentinel.addresses());
        }

        @Override
        void stopRedis() {
            // The servers are those of the tests around these.
        }

        @Override
        Map<String, Long> errors() {
            return this.sentinel.errors(this.sentinel.master());
        }

        @Override
        boolean exists(String key) {
            return this.sentinel.execute(this.sentinel.master(), (commands) -> commands.exists(key)) == 1;
        }

        @Test
        @Tag("drill")
        void masterDies() {
            try (CheckedLoad load = new CheckedLoad(TestInstance.newNamespace(), startedAt())) {
                load.awaitGoingOn();
                int master = killMaster(load);
                this.sentinel.promoteReplicaOf(master);
                load.awaitGoingOn();
                startAgain(master, load);
                load.assertRight();
            }
        }

    }

}
