package io.tieredcache.testing;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisFixtureIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration BRIEFLY = Duration.ofMillis(300);

    @Test
    void sharedServerAnswersAndTellsItsVersion() {
        RedisFixture redis = RedisFixture.shared();
        assertThat(redis).isSameAs(RedisFixture.shared());
        assertThat(redis.<String>execute((commands) -> commands.ping())).isEqualTo("PONG");
        assertThat(redis.info("server")).containsKey("redis_version").containsEntry("tcp_port", tcpPort(redis));
    }

    @Test
    void flushAllRemovesEveryKey() {
        RedisFixture redis = RedisFixture.shared();
        redis.execute((commands) -> commands.set("fixture", "value"));
        redis.flushAll();
        assertThat(redis.<Long>execute((commands) -> commands.dbsize())).isZero();
    }

    private static String tcpPort(RedisFixture redis) {
        return redis.info("server").get("tcp_port");
    }

    @Nested
    class OwnProcess {

        @Test
        void startsAgainOnTheSamePortAndEmpty() {
            try (RedisServerProcess server = RedisServerProcess.onFreePort()) {
                int port = server.port();
                set(server, "key");
                server.stop();
                assertThat(server.isRunning()).isFalse();
                assertThat(server.answers(BRIEFLY)).isFalse();
                server.start();
                assertThat(server.port()).isEqualTo(port);
                assertThat(server.answers(SOON)).isTrue();
                assertThat(size(server)).isZero();
            }
        }

        @Test
        void pausedServerIsSilentUntilResumed() {
            try (RedisServerProcess server = RedisServerProcess.onFreePort()) {
                set(server, "key");
                server.pause();
                assertThat(server.isRunning()).isTrue();
                assertThat(server.answers(BRIEFLY)).isFalse();
                server.resume();
                assertThat(server.answers(SOON)).isTrue();
                assertThat(size(server)).isOne();
            }
        }

        @Test
        void pausedServerCanBeStoppedAndKilled() {
            RedisServerProcess server = RedisServerProcess.onFreePort();
            server.pause();
            server.stop();
            assertThat(server.isRunning()).isFalse();
            server.start();
            server.pause();
            server.close();
            assertThat(server.isRunning()).isFalse();
        }

        @Test
        void embeddedServerStarts() {
            try (RedisServerProcess server = RedisServerProcess.startEmbedded()) {
                assertThat(server.answers(SOON)).isTrue();
                assertThat(server.version()).startsWith("6.2");
            }
        }

        private static void set(RedisServerProcess server, String key) {
            try (RedisClient client = RedisClient.create(server.uri());
                    StatefulRedisConnection<String, String> connection = client.connect()) {
                connection.sync().set(key, "value");
            }
        }

        private static long size(RedisServerProcess server) {
            try (RedisClient client = RedisClient.create(server.uri());
                    StatefulRedisConnection<String, String> connection = client.connect()) {
                return connection.sync().dbsize();
            }
        }

    }

}
