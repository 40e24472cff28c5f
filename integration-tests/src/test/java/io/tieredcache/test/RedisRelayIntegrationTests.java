package io.tieredcache.test;

import java.time.Duration;
import java.util.UUID;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.tieredcache.test.RedisRelay.Path;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.RedisServerProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The relay in front of a real Redis.
 */
class RedisRelayIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration MOMENT = Duration.ofMillis(150);

    private static final RedisFixture redis = RedisFixture.shared();

    private final String channel = "relay-" + UUID.randomUUID();

    private RedisRelay relay;

    private RawClient data;

    private RawClient subscription;

    @BeforeEach
    void connect() {
        this.relay = RedisRelay.to(redis.host(), redis.port());
        this.data = new RawClient(this.relay);
        assertThat(this.data.ask("ECHO", "x")).isEqualTo("$1");
        assertThat(this.data.line()).isEqualTo("x");
        this.subscription = subscribe();
    }

    @AfterEach
    void close() {
        this.data.close();
        this.subscription.close();
        this.relay.close();
    }

    @Test
    void countsConnectionsByWhatTheyAreUsedFor() {
        assertThat(this.relay.openConnections()).isEqualTo(2);
        assertThat(this.relay.openConnections(Path.DATA)).isEqualTo(1);
        assertThat(this.relay.openConnections(Path.SUBSCRIPTION)).isEqualTo(1);
        assertThat(this.relay.acceptedConnections()).isEqualTo(2);
        this.data.close();
        await().atMost(PATIENCE).until(() -> this.relay.openConnections() == 1);
        assertThat(this.relay.openConnections(Path.DATA)).isZero();
    }

    @Test
    void countsBytesOfBothDirections() {
        long sent = this.relay.bytesToServer();
        assertThat(this.data.ask("PING")).isEqualTo("+PONG");
        assertThat(this.relay.bytesToServer() - sent).isEqualTo("*1\r\n$4\r\nPING\r\n".length());
        String replies = "$1\r\nx\r\n*3\r\n$9\r\nsubscribe\r\n$42\r\n" + this.channel + "\r\n:1\r\n+PONG\r\n";
        await().atMost(PATIENCE).until(() -> this.relay.bytesToClients() == replies.length());
    }

    @Nested
    class Detection {

        @Test
        void greetingIsOnNoPath() {
            try (RawClient client = new RawClient(RedisRelayIntegrationTests.this.relay)) {
                assertThat(client.ask("PING")).isEqualTo("+PONG");
                assertThat(client.ask("CLIENT", "SETNAME", "relay")).isEqualTo("+OK");
                assertThat(client.ask("SELECT", "0")).isEqualTo("+OK");
                assertOpen(3, 1, 1);
                assertThat(client.ask("PING")).isEqualTo("+PONG");
                assertOpen(3, 2, 1);
            }
        }

        @Test
        void connectionWithCommandsThatSubscribesIsASubscription() {
            RawClient data = RedisRelayIntegrationTests.this.data;
            data.send("SUBSCRIBE", RedisRelayIntegrationTests.this.channel);
            data.lines(6);
            assertOpen(2, 0, 2);
        }

        @ParameterizedTest
        @ValueSource(strings = { "PSUBSCRIBE", "psubscribe", "sUbScRiBe" })
        void subscriptionInAnySpellingIsFound(String command) {
            try (RawClient client = new RawClient(RedisRelayIntegrationTests.this.relay)) {
                assertThat(client.ask(command, "none")).isEqualTo("*3");
                assertOpen(3, 1, 2);
            }
        }

        @Test
        void subscriptionIsFoundByteByByte() {
            try (RawClient client = new RawClient(RedisRelayIntegrationTests.this.relay)) {
                for (char next : "*2\r\n$9\r\nSUBSCRIBE\r\n$4\r\nnone\r\n".toCharArray()) {
                    client.sendRaw(String.valueOf(next));
                }
                assertThat(client.line()).isEqualTo("*3");
                assertOpen(3, 1, 2);
            }
        }

        @Test
        void subscriptionIsFoundBehindPipelinedCommands() {
            try (RawClient client = new RawClient(RedisRelayIntegrationTests.this.relay)) {
                client.sendRaw("*1\r\n$4\r\nPING\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$21\r\n*2\r\n$9\r\nPSUBSCRIBE\r\n$"
                        + "\r\nSUBSCRIBE none\r\n");
                assertThat(client.lines(2)).isEqualTo("+PONG +PONG");
                assertThat(client.lines(5)).isEqualTo("$21 *2 $9 PSUBSCRIBE $");
                assertThat(client.line()).isEqualTo("*3");
                assertOpen(3, 1, 2);
            }
        }

        @Test
        void valueThatLooksLikeASubscriptionIsNone() {
            RawClient data = RedisRelayIntegrationTests.this.data;
            assertThat(data.ask("ECHO", "\r\n*2\r\n$9\r\nSUBSCRIBE\r\n$1\r\na\r\n")).startsWith("$");
            assertOpen(2, 1, 1);
        }

        @ParameterizedTest
        @ValueSource(strings = { "\r\n\r\n", "*x\r\n", "*1\r\nPING\r\n", "*-1\r\n", "*1\r\n$99999999999999999\r\n",
                "\u0001\u0002\u0003" })
        void whatIsNoRespIsPassedOn(String bytes) {
            try (RawClient client = new RawClient(RedisRelayIntegrationTests.this.relay)) {
                long before = RedisRelayIntegrationTests.this.relay.bytesToServer();
                client.sendRaw(bytes);
                await().atMost(PATIENCE)
                    .until(() -> RedisRelayIntegrationTests.this.relay.bytesToServer() - before == bytes.length());
            }
            assertThat(RedisRelayIntegrationTests.this.data.ask("PING")).isEqualTo("+PONG");
        }

        private void assertOpen(int all, int data, int subscriptions) {
            RedisRelay relay = RedisRelayIntegrationTests.this.relay;
            assertThat(relay.openConnections()).isEqualTo(all);
            assertThat(relay.openConnections(Path.DATA)).isEqualTo(data);
            assertThat(relay.openConnections(Path.SUBSCRIPTION)).isEqualTo(subscriptions);
        }

    }

    @ParameterizedTest
    @EnumSource
    void cutClosesThePathAndKeepsItClosed(Path path) {
        this.relay.cut(path);
        assertThat(client(path).line()).isEqualTo("closed");
        assertThat(this.relay.openConnections(path)).isZero();
        assertServes(other(path));
        try (RawClient late = new RawClient(this.relay)) {
            use(late, path);
            assertThat(late.line()).isEqualTo("closed");
        }
        assertThat(this.relay.refusedConnections()).isEqualTo(1);
        this.relay.heal();
        reconnect();
        assertServes(Path.DATA);
        assertServes(Path.SUBSCRIPTION);
    }

    @Test
    void cutOfBothClosesConnectionsWithoutAPath() {
        try (RawClient early = new RawClient(this.relay)) {
            assertThat(early.ask("PING")).isEqualTo("+PONG");
            this.relay.cut();
            assertThat(early.line()).isEqualTo("closed");
        }
        assertThat(this.relay.openConnections()).isZero();
        try (RawClient late = new RawClient(this.relay)) {
            assertThat(late.line()).isEqualTo("closed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuseLeavesOpenConnectionsAlone(Path path) {
        this.relay.refuse(path);
        assertServes(Path.DATA);
        assertServes(Path.SUBSCRIPTION);
        try (RawClient late = new RawClient(this.relay)) {
            use(late, path);
            assertThat(late.line()).isEqualTo("closed");
        }
        try (RawClient late = new RawClient(this.relay)) {
            use(late, other(path));
            assertThat(late.line()).isNotEqualTo("closed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void disconnectClosesOnce(Path path) {
        this.relay.disconnect(path);
        assertThat(client(path).line()).isEqualTo("closed");
        assertServes(other(path));
        reconnect();
        assertServes(path);
    }

    @ParameterizedTest
    @EnumSource
    void frozenPathIsConnectedAndSilentUntilHealed(Path path) {
        this.relay.freeze(path);
        stir(path);
        assertThat(client(path).isSilent(MOMENT)).isTrue();
        assertThat(this.relay.openConnections(path)).isEqualTo(1);
        assertServes(other(path));
        try (RawClient late = new RawClient(this.relay)) {
            use(late, path);
            assertThat(late.isSilent(MOMENT)).isTrue();
            this.relay.heal(path);
            assertThat(late.line()).isNotEqualTo("closed");
        }
        assertAnswered(path);
    }

    @Test
    void frozenPathHidesTheEndOfAConnection() {
        this.relay.freeze(Path.DATA);
        this.data.close();
        assertServes(Path.SUBSCRIPTION);
        assertThat(this.relay.openConnections(Path.DATA)).isEqualTo(1);
        this.relay.heal();
        await().atMost(PATIENCE).until(() -> this.relay.openConnections(Path.DATA) == 0);
    }

    @ParameterizedTest
    @EnumSource
    void delayIsKeptInOrder(Path path) {
        Duration delay = Duration.ofMillis(300);
        this.relay.delay(delay, path);
        long start = System.nanoTime();
        stir(path);
        stir(path);
        assertAnswered(path);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
        assertAnswered(path);
        assertServes(other(path));
    }

    @Test
    void delayDoesNotAddUpAndEndsAtOnceWhenHealed() {
        this.relay.delay(Duration.ofHours(1), Path.SUBSCRIPTION);
        for (int i = 0; i < 20; i++) {
            publish();
        }
        assertThat(this.subscription.isSilent(MOMENT)).isTrue();
        this.relay.heal();
        for (int i = 0; i < 20; i++) {
            assertAnswered(Path.SUBSCRIPTION);
        }
    }

    @Test
    void droppedMessagesAreLostAndAllElsePasses() {
        this.relay.drop(Path.SUBSCRIPTION);
        publish();
        publish();
        await().atMost(PATIENCE).until(() -> this.relay.droppedMessages() == 2);
        this.subscription.send("SUBSCRIBE", "another");
        assertThat(this.subscription.lines(6)).isEqualTo("*3 $9 subscribe $7 another :2");
        assertServes(Path.DATA);
        this.relay.heal();
        assertServes(Path.SUBSCRIPTION);
        assertThat(this.relay.droppedMessages()).isEqualTo(2);
    }

    @Test
    void bigMessageIsDroppedAsAWhole() {
        this.relay.drop(Path.SUBSCRIPTION);
        publish("x".repeat(1024 * 1024));
        await().atMost(PATIENCE).until(() -> this.relay.droppedMessages() == 1);
        this.relay.heal();
        assertServes(Path.SUBSCRIPTION);
        assertThat(this.relay.droppedBytes()).isGreaterThan(1024 * 1024);
    }

    @Test
    void droppedReplyClosesTheDataConnectionOnceHealed() {
        this.relay.drop(Path.DATA);
        this.data.send("PING");
        assertThat(this.data.isSilent(MOMENT)).isTrue();
        assertServes(Path.SUBSCRIPTION);
        await().atMost(PATIENCE).until(() -> this.relay.droppedBytes() > 0);
        this.relay.heal(Path.DATA);
        assertThat(this.data.line()).isEqualTo("closed");
        assertServes(Path.SUBSCRIPTION);
    }

    @Test
    void dropSparesConnectionsThatLostNothing() {
        this.relay.drop(Path.DATA);
        this.relay.heal();
        assertServes(Path.DATA);
    }

    @ParameterizedTest
    @EnumSource
    void throttledPathIsSlowAndComplete(Path path) {
        this.relay.throttle(100, path);
        long start = System.nanoTime();
        if (path == Path.DATA) {
            assertThat(this.data.ask("ECHO", "x".repeat(40))).isEqualTo("$40");
            assertThat(this.data.line()).hasSize(40);
        }
        else {
            publish("x".repeat(40));
            this.subscription.lines(5);
            assertThat(this.subscription.lines(2)).isEqualTo("$40 " + "x".repeat(40));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(350));
        assertServes(other(path));
    }

    @Test
    void faultsOfBothPathsAreIndependent() {
        this.relay.freeze(Path.SUBSCRIPTION);
        this.relay.delay(Duration.ofMillis(10));
        this.relay.heal(Path.DATA);
        assertServes(Path.DATA);
        publish();
        assertThat(this.subscription.isSilent(MOMENT)).isTrue();
    }

    @Test
    void bigValuesPassUnchanged() {
        RedisURI uri = RedisURI.create(this.relay.url());
        String big = "0123456789abcdef".repeat(64 * 1024);
        RedisClient client = RedisClient.create(uri);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().set(this.channel, big);
            assertThat(connection.sync().get(this.channel).equals(big)).isTrue();
            this.relay.throttle(16 * 1024 * 1024);
            assertThat(connection.sync().get(this.channel).equals(big)).isTrue();
            connection.sync().del(this.channel);
        }
        finally {
            client.shutdown(Duration.ZERO, PATIENCE);
        }
    }

    @Test
    void subscriptionOfLettuceIsFoundAndItsPushesAreDropped() {
        RedisClient client = RedisClient.create(this.relay.url());
        try (StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub()) {
            connection.sync().subscribe("relay-lettuce");
            assertThat(this.relay.openConnections(Path.SUBSCRIPTION)).isEqualTo(2);
            this.relay.drop(Path.SUBSCRIPTION);
            redis.execute((commands) -> commands.publish("relay-lettuce", "lost"));
            await().atMost(PATIENCE).until(() -> this.relay.droppedMessages() == 1);
            assertThat(connection.sync().ping()).isEqualTo("PONG");
            this.relay.cut(Path.SUBSCRIPTION);
            await().atMost(PATIENCE).until(() -> this.relay.refusedConnections() > 0);
            this.relay.heal();
            await().atMost(PATIENCE).until(() -> this.relay.openConnections(Path.SUBSCRIPTION) == 1);
        }
        finally {
            client.shutdown(Duration.ZERO, PATIENCE);
        }
    }

    @Test
    void closeLeavesNoThreadAndNoConnection() {
        assertThat(this.data.ask("CLIENT", "SETNAME", this.channel)).isEqualTo("+OK");
        assertThat(clients()).contains(this.channel);
        this.relay.freeze();
        try (RawClient open = new RawClient(this.relay)) {
            this.relay.close();
            assertThat(open.line()).isEqualTo("closed");
        }
        assertThat(this.data.line()).isEqualTo("closed");
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
            .doesNotContain("redis-relay-" + this.relay.port());
        await().atMost(PATIENCE).until(() -> !clients().contains(this.channel) && subscribers() == 0);
        this.relay.close();
        assertThatIllegalStateException().isThrownBy(() -> this.relay.heal()).withMessageContaining("is closed");
        try (RedisServerProcess server = RedisServerProcess.onPort(this.relay.port())) {
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void serverThatIsNotThereYetIsReachedLater() {
        int port = RedisServerProcess.freePort();
        try (RedisRelay early = RedisRelay.to("127.0.0.1", port)) {
            try (RawClient client = new RawClient(early)) {
                assertThat(client.line()).isEqualTo("closed");
            }
            try (RedisServerProcess server = RedisServerProcess.onPort(port); RawClient client = new RawClient(early)) {
                assertThat(client.ask("PING")).isEqualTo("+PONG");
                server.stop();
                assertThat(client.line()).isEqualTo("closed");
            }
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.relay.throttle(0)).withMessageContaining("not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> this.relay.delay(Duration.ofSeconds(-1)))
            .withMessageContaining("negative");
        assertThatIllegalArgumentException().isThrownBy(() -> RedisRelay.to("no such host", 1))
            .withMessageContaining("'no such host'");
    }

    private static String clients() {
        return redis.execute((commands) -> commands.clientList());
    }

    private long subscribers() {
        return redis.execute((commands) -> commands.pubsubNumsub(this.channel).get(this.channel));
    }

    private RawClient subscribe() {
        RawClient client = new RawClient(this.relay);
        client.send("SUBSCRIBE", this.channel);
        assertThat(client.lines(6)).endsWith(":1");
        return client;
    }

    private void reconnect() {
        this.data.close();
        this.subscription.close();
        this.data = new RawClient(this.relay);
        this.subscription = subscribe();
    }

    private void use(RawClient client, Path path) {
        if (path == Path.DATA) {
            client.send("ECHO", "late");
        }
        else {
            client.send("SUBSCRIBE", "late");
        }
    }

    private static Path other(Path path) {
        return (path == Path.DATA) ? Path.SUBSCRIPTION : Path.DATA;
    }

    private RawClient client(Path path) {
        return (path == Path.DATA) ? this.data : this.subscription;
    }

    /** Makes the server send something. */
    private void stir(Path path) {
        if (path == Path.DATA) {
            this.data.send("PING");
        }
        else {
            publish();
        }
    }

    private void publish() {
        publish("hello");
    }

    private void publish(String message) {
        redis.execute((commands) -> commands.publish(this.channel, message));
    }

    private void assertAnswered(Path path) {
        if (path == Path.DATA) {
            assertThat(this.data.line()).isEqualTo("+PONG");
        }
        else {
            assertThat(this.subscription.lines(7)).startsWith("*3 $7 message").endsWith("$5 hello");
        }
    }

    private void assertServes(Path path) {
        stir(path);
        assertAnswered(path);
    }

}
