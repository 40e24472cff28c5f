package io.tieredcache.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an instance leaves behind.
 */
class ResourceIntegrationTests {

    private final AirportSource source = new AirportSource();

    @Test
    void closedInstanceLeavesNoThreadAndNoConnection() {
        try (RedisServerProcess server = RedisServerProcess.onFreePort(); RawRedis redis = new RawRedis(server.uri())) {
            Set<Thread> threadsBefore = ownThreads();
            long clients = redis.connectedClients();
            for (int i = 0; i < 5; i++) {
                try (TestInstance instance = TestInstance.builder().redis(server.host(), server.port()).startLive()) {
                    use(instance);
                    assertThat(redis.connectedClients()).isEqualTo(clients + 2);
                }
            }
            await().atMost(Reads.SOON).until(() -> redis.connectedClients() == clients);
            await().atMost(Reads.SOON).until(() -> threadsBefore.containsAll(ownThreads()));
            assertThat(redis.commands().pubsubChannels()).isEmpty();
        }
    }

    @Test
    void instanceClosedWhileRedisIsPausedLeavesNothingOnceItIsBack() {
        try (RedisServerProcess server = RedisServerProcess.onFreePort(); RawRedis redis = new RawRedis(server.uri())) {
            Set<Thread> threadsBefore = ownThreads();
            long clients = redis.connectedClients();
            TestInstance instance = TestInstance.builder().redis(server.host(), server.port()).startLive();
            use(instance);
            server.pause();
            CompletableFuture<Void> closing = TestThreads.run(instance::close);
            await().atMost(Reads.SOON).until(closing::isDone);
            server.resume();
            await().atMost(Reads.SOON).until(() -> redis.connectedClients() == clients);
            await().atMost(Reads.SOON).until(() -> threadsBefore.containsAll(ownThreads()));
        }
    }

    @Test
    void restartsOfRedisLeaveNoMoreConnections() {
        try (RedisServerProcess server = RedisServerProcess.onFreePort();
                TestInstance instance = TestInstance.builder()
                    .redis(server.host(), server.port())
                    .timeout(Duration.ofMillis(300))
                    .startLive()) {
            for (int i = 0; i < 3; i++) {
                server.kill();
                assertThat(this.source.read(instance.cache("airports"), "HAM")).isEqualTo(this.source.current());
                long resyncs = instance.channel().resyncs();
                server.start();
                await().atMost(Reads.SOON).until(() -> instance.channel().resyncs() > resyncs);
                instance.awaitLive();
                try (RawRedis redis = new RawRedis(server.uri())) {
                    await().atMost(Reads.SOON).until(() -> redis.connectedClients() == 3);
                }
            }
        }
    }

    private void use(TestInstance instance) {
        this.source.read(instance.cache("airports"), "HAM");
        instance.cache("airports").evict("HAM");
        CompletableFuture<Airport> answer = instance.cache("airports")
            .retrieve("AMS", () -> CompletableFuture.completedFuture(this.source.current()));
        assertThat(List.of(answer.join())).hasSize(1);
    }

    private static Set<Thread> ownThreads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith("tiered-cache"))
            .collect(Collectors.toSet());
    }

}
