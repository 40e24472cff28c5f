package io.tieredcache.writebehind;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;

import io.tieredcache.WriteBehindCounter;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A whole application whose cache and its write-behind queue are in a store of their own.
 */
class QueueInAStoreIntegrationTests {

    private final String namespace = TestInstance.newNamespace();

    @Test
    void queueIsInTheStoreAndTheEndLeavesNothing() {
        Set<Thread> threadsBefore = ownThreads();
        try (RedisServerProcess server = RedisServerProcess.onFreePort()) {
            RedisClient client = RedisClient.create(server.uri());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                long clients = clients(connection.sync());
                runIn(server, connection.sync());
                await().atMost(Duration.ofSeconds(30)).until(() -> clients(connection.sync()) == clients);
                await().atMost(Duration.ofSeconds(30)).until(() -> threadsBefore.containsAll(ownThreads()));
            }
            finally {
                client.shutdown(Duration.ZERO, Duration.ZERO);
            }
        }
    }

    private void runIn(RedisServerProcess server, RedisCommands<String, String> store) {
        Journal journal = new Journal();
        try (WritingInstance instance = WritingInstance
            .start(this.namespace, journal, "tiered-cache.stores.queues.url=" + server.uri() + "/0",
                    "tiered-cache.stores.queues.read-from=replica-preferred",
                    "tiered-cache.caches." + Journal.CACHE + ".store=queues")
            .awaitLive()) {
            instance.visits().write("a", 1);
            instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
            assertThat(keys(store)).anyMatch((key) -> key.startsWith("tc:{" + this.namespace + "}:wb:"))
                .anyMatch((key) -> key.startsWith("tc:" + this.namespace + ":" + Journal.CACHE + ":v1:{"));
            assertThat(RedisFixture.shared().<List<String>>execute(this::keys)).isNotEmpty()
                .noneMatch((key) -> key.contains(":wb:") || key.contains(":v1:{"));
        }
    }

    private List<String> keys(RedisCommands<String, String> redis) {
        return redis.keys("tc:*" + this.namespace + "*");
    }

    private static long clients(RedisCommands<String, String> redis) {
        return redis.clientList().lines().count();
    }

    private static Set<Thread> ownThreads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith("tiered-cache"))
            .collect(Collectors.toSet());
    }

}
