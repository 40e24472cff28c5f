package io.tieredcache.scenario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;

import io.tieredcache.testing.RedisFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis as an outsider sees it: bytes under any key, messages on any channel, statistics.
 */
final class RawRedis implements AutoCloseable {

    private static final Pattern COMMAND = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

    private static final List<String> OWN = List.of("info", "config", "client", "hello", "auth", "select");

    private final RedisClient client;

    private final StatefulRedisConnection<byte[], byte[]> connection;

    RawRedis(String uri) {
        this.client = RedisClient.create(uri);
        this.connection = this.client.connect(ByteArrayCodec.INSTANCE);
    }

    static RawRedis shared() {
        return new RawRedis(RedisFixture.shared().uri());
    }

    RedisCommands<byte[], byte[]> commands() {
        return this.connection.sync();
    }

    void set(String key, byte[] value) {
        commands().set(bytes(key), value);
    }

    void set(String key, String value) {
        set(key, bytes(value));
    }

    byte @Nullable [] get(String key) {
        return commands().get(bytes(key));
    }

    long number(String key) {
        byte[] value = get(key);
        assertThat(value).as(key).isNotNull();
        return Long.parseLong(new String(value, StandardCharsets.UTF_8));
    }

    boolean exists(String key) {
        return commands().exists(bytes(key)) > 0;
    }

    void delete(String key) {
        commands().del(bytes(key));
    }

    void publish(String channel, byte[] message) {
        commands().publish(bytes(channel), message);
    }

    /**
     * Sets many keys without waiting for each.
     */
    void setAll(Map<String, byte[]> values) {
        List<Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<?>>> commands = new ArrayList<>();
        values.forEach((key, value) -> commands.add((redis) -> redis.set(bytes(key), value)));
        sendAll(commands);
    }

    /**
     * Publishes many messages without waiting for each.
     */
    void publishAll(String channel, List<byte[]> messages) {
        List<Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<?>>> commands = new ArrayList<>();
        messages.forEach((message) -> commands.add((redis) -> redis.publish(bytes(channel), message)));
        sendAll(commands);
    }

    /**
     * Sends many commands without waiting for each.
     */
    void sendAll(List<Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<?>>> commands) {
        List<RedisFuture<?>> answers = new ArrayList<>();
        commands.forEach((command) -> answers.add(command.apply(this.connection.async())));
        assertThat(LettuceFutures.awaitAll(Reads.SOON, answers.toArray(RedisFuture[]::new))).isTrue();
    }

    void resetStatistics() {
        commands().configResetstat();
    }

    /**
     * Calls by command since the statistics were reset, those made by scripts included.
     */
    Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        Matcher matcher = COMMAND.matcher(commands().info("commandstats"));
        while (matcher.find()) {
            String command = matcher.group(1);
            if (OWN.stream().noneMatch(command::startsWith)) {
                calls.put(command, Long.parseLong(matcher.group(2)));
            }
        }
        return calls;
    }

    /**
     * Bytes that the server sent since the statistics were reset.
     */
    long sentBytes() {
        return statistic("stats", "total_net_output_bytes");
    }

    long connectedClients() {
        return statistic("clients", "connected_clients");
    }

    private long statistic(String section, String name) {
        Matcher matcher = Pattern.compile(name + ":(\\d+)").matcher(commands().info(section));
        assertThat(matcher.find()).as(name).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        this.connection.close();
        this.client.shutdown();
    }

}
