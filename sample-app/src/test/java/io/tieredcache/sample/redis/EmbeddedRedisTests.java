package io.tieredcache.sample.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

class EmbeddedRedisTests {

    private final DataRedisProperties properties = new DataRedisProperties();

    @TempDir
    private Path directory;

    private EmbeddedRedis redis;

    EmbeddedRedisTests() throws IOException {
        this.properties.setHost("127.0.0.1");
        this.properties.setPort(freePort());
    }

    @BeforeEach
    void create() {
        this.redis = new EmbeddedRedis(this.properties, this.directory);
    }

    @AfterEach
    void stop() {
        this.redis.stop();
    }

    @Test
    void startsWhereNothingAnswers() throws IOException {
        this.redis.start();
        assertThat(this.redis.isRunning()).isTrue();
        assertThat(ping()).isEqualTo("+PONG");
    }

    @Test
    void endsWhenStopped() {
        this.redis.start();
        this.redis.stop();
        assertThat(this.redis.isRunning()).isFalse();
        assertThatIOException().isThrownBy(this::ping);
    }

    @Test
    void whatItTookOutlivesIt() throws IOException {
        this.redis.start();
        assertThat(answer("SET visits 1\r\n", 3)).isEqualTo("+OK");
        this.redis.stop();
        this.redis.start();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> answer("GET visits\r\n", 5).endsWith("1"));
    }

    @Test
    void secondInstanceUsesTheRedisOfTheFirst() throws IOException {
        this.redis.start();
        EmbeddedRedis second = new EmbeddedRedis(this.properties, this.directory);
        second.start();
        assertThat(second.isRunning()).isFalse();
        second.stop();
        assertThat(ping()).isEqualTo("+PONG");
    }

    @Test
    void startsNothingForAnotherMachine() {
        this.properties.setHost("192.0.2.1");
        this.redis.start();
        assertThat(this.redis.isRunning()).isFalse();
    }

    @Test
    void startsNothingForAnUnknownHost() {
        this.properties.setHost("redis.invalid");
        this.redis.start();
        assertThat(this.redis.isRunning()).isFalse();
    }

    @Test
    void startsNothingWhereAnUrlIsSet() {
        this.properties.setUrl("redis://127.0.0.1:" + this.properties.getPort());
        this.redis.start();
        assertThat(this.redis.isRunning()).isFalse();
    }

    @Test
    void startsNothingForSentinelOrCluster() {
        this.properties.setSentinel(new DataRedisProperties.Sentinel());
        this.redis.start();
        assertThat(this.redis.isRunning()).isFalse();
        this.properties.setSentinel(null);
        this.properties.setCluster(new DataRedisProperties.Cluster());
        this.redis.start();
        assertThat(this.redis.isRunning()).isFalse();
    }

    @Test
    void isSwitchedByAProperty() {
        ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(DataRedisProperties.class, () -> this.properties)
            .withUserConfiguration(EmbeddedRedis.class);
        contextRunner = contextRunner.withPropertyValues("sample.redis.directory=" + this.directory);
        contextRunner.withPropertyValues("sample.redis.embedded=off")
            .run((context) -> assertThat(context).doesNotHaveBean(EmbeddedRedis.class));
        contextRunner.withPropertyValues("sample.redis.embedded=auto")
            .run((context) -> assertThat(context.getBean(EmbeddedRedis.class).isRunning()).isTrue());
    }

    private String ping() throws IOException {
        return answer("PING\r\n", 5);
    }

    private String answer(String command, int length) throws IOException {
        try (Socket socket = new Socket(this.properties.getHost(), this.properties.getPort())) {
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

}
