package io.tieredcache.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.redis.RedisInvalidationBus;
import io.tieredcache.redis.RedisKeySampler;
import io.tieredcache.redis.RedisL2Store;
import io.tieredcache.redis.RedisStore;
import io.tieredcache.redis.RedisStores;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.SampledKeys;
import io.tieredcache.testing.RedisClusterProcess;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Three masters with a replica each.
 */
@ExtendWith(OutputCaptureExtension.class)
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
    void keysOfAllMastersAreSampled() {
        List<String> keys = IntStream.range(0, 60).mapToObj((i) -> "sampled" + i).toList();
        keys.forEach((key) -> here().read(TopologyInstance.CACHE, key, () -> 1, "sample"));
        soon().untilAsserted(() -> assertThat(keys)
            .allSatisfy((key) -> assertThat(there().find(TopologyInstance.CACHE, key, "sample")).isEqualTo(1)));
        RedisKeySampler sampler = new RedisKeySampler(here().bean(RedisStores.class), namespace());
        SampledKeys sample = sampler.sample(null, 400).join();
        assertThat(sample.total()).isGreaterThan(60);
        assertThat((long) sample.drawn()).isBetween(50L, sample.total() + 3);
        assertThat(sample.own()).allSatisfy((key) -> assertThat(key.bytes()).isPositive())
            .extracting((key) -> this.cluster.masterOf("tc:" + key.name()))
            .containsAll(this.cluster.masters());
    }

    @Test
    void slotsMoveWhileInstancesReadAndWrite(CapturedOutput output) {
        String namespace = TestInstance.newNamespace();
        long began = System.nanoTime();
        try (CheckedLoad load = new CheckedLoad(namespace, startedAt())) {
            load.awaitGoingOn();
            List<Long> resyncs = List.of(load.resyncs(0), load.resyncs(1));
            for (String key : List.of("tc:{" + namespace + "}:seq", "{i:3}")) {
                int from = this.cluster.masterOf(key);
                this.cluster.moveSlot(SlotHash.getSlot(key), from, this.cluster.otherMaster(from),
                        () -> load.awaitReads(200));
                load.awaitGoingOn();
            }
            soon().until(() -> load.resyncs(0) > resyncs.get(0) && load.resyncs(1) > resyncs.get(1));
            load.assertRight();
        }
        assertThat(output.getAll().lines().filter((line) -> line.contains("Redis fails (")).count())
            .as("warnings of two instances, of each one in half a minute")
            .isLessThanOrEqualTo(2 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) / 15);
    }

    @Test
    void masterOfTheSequenceDies() {
        masterOfTheSequenceDies(this.cluster::promoteReplicaOf);
    }

    @Test
    @Tag("drill")
    void deathOfTheMasterIsFoundByTheOthers() {
        masterOfTheSequenceDies(this.cluster::awaitReplacementOf);
    }

    private void masterOfTheSequenceDies(IntConsumer replacement) {
        String namespace = TestInstance.newNamespace();
        try (CheckedLoad load = new CheckedLoad(namespace, startedAt())) {
            load.awaitGoingOn();
            List<Long> resyncs = List.of(load.resyncs(0), load.resyncs(1));
            int master = killMasterOf("tc:{" + namespace + "}:seq", load);
            replacement.accept(master);
            load.awaitGoingOn();
            soon().until(() -> load.resyncs(0) > resyncs.get(0) && load.resyncs(1) > resyncs.get(1));
            startAgain(master, load);
            load.assertRight();
        }
    }

    private int killMasterOf(String key, CheckedLoad load) {
        int master = this.cluster.masterOf(key);
        load.betweenWrites(() -> {
            this.cluster.awaitReplicated(master);
            this.cluster.server(master).kill();
        });
        return master;
    }

    private void startAgain(int master, CheckedLoad load) {
        this.cluster.server(master).start();
        this.cluster.awaitWell();
        load.awaitGoingOn();
    }

    /**
     * Of keys that a script needs some are missing, while half of their slot has moved.
     */
    @Test
    void commandThatAMovingSlotRefusesIsSentAgain() {
        String namespace = TestInstance.newNamespace();
        LettuceConnectionFactory factory = factory(ClusterTopologyRefreshOptions.create());
        try (RedisConnections connections = new RedisConnections(factory, RedisClusterIntegrationTests::runAside,
                60_000, L2Guard.none())) {
            RedisL2Store store = new RedisL2Store(new RedisStores(new RedisStore(connections, null), Map.of()),
                    namespace, "client");
            long before = store.invalidate(List.of(), List.of("tag:there"), false).join();
            String sequence = "tc:{" + namespace + "}:seq";
            int from = this.cluster.masterOf(sequence);
            long refusals = refusals();
            List<CompletableFuture<Long>> invalidations = new ArrayList<>();
            this.cluster.moveSlot(SlotHash.getSlot(sequence), from, this.cluster.otherMaster(from), () -> {
                invalidations.add(store.invalidate(List.of(), List.of("tag:missing"), false));
                soon().until(() -> refusals() > refusals + 1);
            });
            assertThat(invalidations).singleElement()
                .satisfies((invalidation) -> assertThat(invalidation.orTimeout(60, TimeUnit.SECONDS).join())
                    .isGreaterThan(before));
        }
        finally {
            factory.destroy();
        }
    }

    private static void runAside(Runnable task) {
        var unused = TestThreads.run(task);
    }

    private long refusals() {
        return errors().getOrDefault("TRYAGAIN", 0L);
    }

    private LettuceConnectionFactory factory(ClusterTopologyRefreshOptions refresh) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                new RedisClusterConfiguration(List.of(this.cluster.addresses().split(","))),
                LettuceClientConfiguration.builder()
                    .clientOptions(ClusterClientOptions.builder().topologyRefreshOptions(refresh).build())
                    .build());
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    @Test
    void clientThatNeverLooksForChangesIsWarnedOf(CapturedOutput output) {
        LettuceConnectionFactory factory = factory(
                ClusterTopologyRefreshOptions.builder().disableAllAdaptiveRefreshTriggers().build());
        try (RedisConnections connections = new RedisConnections(factory, Runnable::run, 5000, L2Guard.none())) {
            assertThat(new RedisInvalidationBus(new RedisStores(new RedisStore(connections, null), Map.of()),
                    namespace(), "client", Runnable::run, 5000)
                .pulse(1)
                .join()
                .sequence()).isPositive();
            assertThat(output).contains("spring.data.redis.lettuce.cluster.refresh.period");
        }
        finally {
            factory.destroy();
        }
    }

    /**
     * The entry's master is frozen, that of the sequence is not.
     */
    @Test
    @Tag("drill")
    void othersHearOfAnEvictionThatItsServerDidNotTake() {
        String namespace = TestInstance.newNamespace();
        int frozen = this.cluster.otherMaster(this.cluster.masterOf("tc:{" + namespace + "}:seq"));
        String key = IntStream.range(0, 1000)
            .mapToObj((i) -> "f" + i)
            .filter((each) -> this.cluster.masterOf("{s:" + each + "}") == frozen)
            .findFirst()
            .orElseThrow();
        Queue<AppliedInvalidation> heard = new ConcurrentLinkedQueue<>();
        try (TopologyInstance writer = TopologyInstance.start(namespace, startedAt(), new WrittenVisits());
                TopologyInstance reader = TopologyInstance.start(namespace, startedAt(), new WrittenVisits())) {
            writer.awaitLive();
            reader.awaitLive().bean(HeardInvalidations.class).tell(heard::add);
            assertThat(reader.read(TopologyInstance.CACHE, key, () -> 1)).isEqualTo(1);
            this.cluster.server(frozen).pause();
            assertThatExceptionOfType(L2UnavailableException.class)
                .isThrownBy(() -> writer.cache(TopologyInstance.CACHE).evict(key));
            soon().until(() -> !heard.isEmpty());
        }
        finally {
            this.cluster.server(frozen).resume();
            this.cluster.awaitWell();
        }
    }

    @Test
    @Tag("drill")
    void anotherMasterDies() {
        String namespace = TestInstance.newNamespace();
        try (CheckedLoad load = new CheckedLoad(namespace, startedAt())) {
            load.awaitGoingOn();
            int master = this.cluster.otherMaster(this.cluster.masterOf("tc:{" + namespace + "}:seq"));
            load.betweenWrites(() -> {
                this.cluster.awaitReplicated(master);
                this.cluster.server(master).kill();
            });
            this.cluster.awaitReplacementOf(master);
            load.awaitGoingOn();
            this.cluster.server(master).start();
            this.cluster.awaitWell();
            load.awaitGoingOn();
            load.assertRight();
        }
    }

    @Test
    @Tag("drill")
    void mastersHandOverOneAfterTheOther() {
        String namespace = TestInstance.newNamespace();
        try (CheckedLoad load = new CheckedLoad(namespace, startedAt())) {
            load.awaitGoingOn();
            for (int port : this.cluster.masters()) {
                this.cluster.failover(port);
                load.awaitGoingOn();
            }
            load.assertRight();
        }
    }

    /**
     * The same with all caches on the cluster, and the rest in a standalone Redis that is
     * the application's.
     */
    @Nested
    @Tag("drill")
    class AsStore extends TopologyContract {

        private final RedisClusterProcess cluster = RedisClusterIntegrationTests.this.cluster;

        @Override
        List<String> startRedis() {
            return startedAt();
        }

        @Override
        List<String> startedAt() {
            return CriticalStore.properties("cluster.nodes=" + this.cluster.addresses());
        }

        @Override
        void stopRedis() {
            // The cluster is that of the tests around these.
        }

        @Override
        Map<String, Long> errors() {
            return this.cluster.errors();
        }

        @Override
        boolean exists(String key) {
            return this.cluster.execute(this.cluster.masterOf(key), (commands) -> commands.exists(key)) == 1;
        }

        @Test
        void masterOfAnEntryDies() {
            try (CheckedLoad load = new CheckedLoad(TestInstance.newNamespace(), startedAt())) {
                load.awaitGoingOn();
                int master = killMasterOf("{i:3}", load);
                this.cluster.promoteReplicaOf(master);
                load.awaitGoingOn();
                startAgain(master, load);
                load.assertRight();
            }
        }

        @Test
        void slotOfAnEntryMoves() {
            try (CheckedLoad load = new CheckedLoad(TestInstance.newNamespace(), startedAt())) {
                load.awaitGoingOn();
                int from = this.cluster.masterOf("{i:3}");
                this.cluster.moveSlot(SlotHash.getSlot("{i:3}"), from, this.cluster.otherMaster(from),
                        () -> load.awaitReads(200));
                load.awaitGoingOn();
                load.assertRight();
            }
        }

    }

}
