package io.tieredcache.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.RedisAdvice;
import io.tieredcache.RedisAdvice.Code;
import io.tieredcache.advice.DefaultRedisAdvisor;
import io.tieredcache.advice.RedisUse;
import io.tieredcache.redis.RedisServerInspector;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the advisor says of real servers that are set up in real ways.
 */
class RedisAdvisorIntegrationTests {

    private static final RedisUse QUEUE = new RedisUse(List.of(), List.of("visits"), false);

    private static final String DIRECTORY = "target/redis-server";

    private static RedisServerProcess server;

    private RedisClient client;

    private RedisCommands<String, String> redis;

    private TestInstance instance;

    @BeforeAll
    static void startServer() {
        server = RedisServerProcess.onFreePort("--dir", DIRECTORY);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        server.kill();
        server.start();
        this.client = RedisClient.create(server.uri());
        StatefulRedisConnection<String, String> connection = this.client.connect();
        this.redis = connection.sync();
        this.instance = instance(server);
    }

    private static TestInstance instance(RedisServerProcess at) {
        return TestInstance.builder().redis(at.host(), at.port()).start();
    }

    @AfterEach
    void stop() {
        this.instance.close();
        this.client.shutdown();
    }

    @Test
    void usualServerOfACacheIsFine() {
        assertThat(advisor(new RedisUse(List.of("accounts"), List.of(), false)).look()).isEmpty();
        this.redis.configSet("maxmemory-policy", "allkeys-lru");
        assertThat(advisor(new RedisUse(List.of(), List.of(), false)).look()).isEmpty();
    }

    @Test
    void evictionBreaksStreamsAndHolds() {
        this.redis.configSet("maxmemory-policy", "allkeys-lfu");
        this.redis.configSet("appendonly", "yes");
        DefaultRedisAdvisor advisor = advisor(new RedisUse(List.of("accounts"), List.of("visits"), true));
        assertThat(codes(advisor.look())).containsExactly(Code.STREAMS_MAY_BE_EVICTED, Code.HOLDS_MAY_BE_EVICTED);
        assertThat(advisor.advice().get(0).message()).contains("allkeys-lfu", "'visits'", "events");
        this.redis.configSet("maxmemory-policy", "volatile-ttl");
        assertThat(codes(advisor.look())).containsExactly(Code.HOLDS_MAY_BE_EVICTED, Code.LEASES_EVICTED_FIRST);
        this.redis.configSet("maxmemory-policy", "noeviction");
        assertThat(advisor.look()).isEmpty();
        this.redis.configSet("appendonly", "no");
    }

    @Test
    void fullMemoryWithoutEvictionIsTold() {
        long used = Long.parseLong(field("used_memory"));
        this.redis.configSet("maxmemory", Long.toString(used + used / 50));
        assertThat(codes(advisor(new RedisUse(List.of(), List.of(), false)).look()))
            .containsExactly(Code.MEMORY_NEARLY_FULL);
        this.redis.configSet("maxmemory", Long.toString(10 * used));
        assertThat(advisor(new RedisUse(List.of(), List.of(), false)).look()).isEmpty();
    }

    @Test
    void queueThatIsNotPersistedIsTold() {
        DefaultRedisAdvisor advisor = advisor(QUEUE);
        assertThat(codes(advisor.look())).containsExactly(Code.STREAMS_NOT_PERSISTED);
        assertThat(advisor.advice().get(0).message()).contains("writes nothing to disk");
        this.redis.configSet("save", "3600 1");
        advisor.look();
        assertThat(advisor.advice().get(0).message()).contains("snapshots only");
    }

    @Test
    void replicaIsTold() {
        try (RedisServerProcess replica = RedisServerProcess.onFreePort("--dir", DIRECTORY, "--replicaof",
                server.host(), Integer.toString(server.port())); TestInstance other = instance(replica)) {
            assertThat(codes(advisor(other, QUEUE).look())).contains(Code.REPLICA);
        }
    }

    @Test
    void userWithFewRightsIsToldWhatWasNotRead() {
        this.redis.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.CONFIG));
        assertThat(codes(advisor(QUEUE).look())).containsExactly(Code.STREAMS_NOT_PERSISTED, Code.NOT_READ);
        this.redis.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.INFO));
        List<RedisAdvice> advice = advisor(QUEUE).look();
        assertThat(codes(advice)).containsExactly(Code.NOT_READ);
        assertThat(advice.get(0).message()).contains("INFO (refused)", "CONFIG GET save (refused)");
    }

    @Test
    void findingsStayWhileRedisIsAway() {
        DefaultRedisAdvisor advisor = advisor(QUEUE);
        assertThat(advisor.reachable()).containsEntry("default", true);
        assertThat(codes(advisor.look())).containsExactly(Code.STREAMS_NOT_PERSISTED);
        server.kill();
        assertThat(codes(advisor.look())).containsExactly(Code.STREAMS_NOT_PERSISTED);
        assertThat(advisor.reachable()).containsEntry("default", false);
        assertThat(advisor(QUEUE).look()).isEmpty();
    }

    /**
     * A first connection that is not made must keep nobody from asking the others.
     */
    @Test
    void pingOfAServerThatIsSilentFromTheStartWaitsOnNoThread() throws IOException {
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestInstance other = TestInstance.builder()
            .redis(server.host(), silent.getLocalPort())
            .timeout(Duration.ofMillis(500))
            .start();
        // The socket is closed first, since the instance waits for its attempt to
        // connect.
        try (other; silent) {
            assertThat(inspector(other).ping()).isNotDone();
        }
    }

    private DefaultRedisAdvisor advisor(RedisUse use) {
        return advisor(this.instance, use);
    }

    private static DefaultRedisAdvisor advisor(TestInstance instance, RedisUse use) {
        return new DefaultRedisAdvisor(List.of(inspector(instance)), (name) -> use, Clock.systemUTC());
    }

    private static RedisServerInspector inspector(TestInstance instance) {
        return new RedisServerInspector("default", instance.connections(), instance.namespace(), 10_000);
    }

    private String field(String name) {
        return this.redis.info("memory")
            .lines()
            .filter((line) -> line.startsWith(name + ":"))
            .map((line) -> line.substring(name.length() + 1).strip())
            .findFirst()
            .orElseThrow();
    }

    private static List<Code> codes(List<RedisAdvice> advice) {
        return advice.stream().map(RedisAdvice::code).toList();
    }

}
