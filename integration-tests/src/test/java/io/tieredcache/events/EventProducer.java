package io.tieredcache.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service in any language: it knows Redis and the contract, and nothing of ours.
 */
final class EventProducer implements AutoCloseable {

    private final RedisClient client;

    private final StatefulRedisConnection<String, String> connection;

    private final String stream;

    EventProducer(String uri, String namespace) {
        this.client = RedisClient.create(uri);
        this.connection = this.client.connect();
        this.stream = "tc:{" + namespace + "}:events";
    }

    String stream() {
        return this.stream;
    }

    String deadLetters() {
        return this.stream + ":dead";
    }

    RedisCommands<String, String> commands() {
        return this.connection.sync();
    }

    String add(String event) {
        return commands().xadd(this.stream, Map.of("event", event));
    }

    /**
     * Adds an event and takes it as a consumer that never ends it, in one step, so that
     * no other takes it first.
     */
    void addAndTakeAs(String consumer, String event) {
        String script = "redis.call('XADD', KEYS[1], '*', 'event', ARGV[2]) "
                + "redis.call('XREADGROUP', 'GROUP', 'tiered-cache', ARGV[1], 'STREAMS', KEYS[1], '>') return 1";
        commands().<Long>eval(script, ScriptOutputType.INTEGER, new String[] { this.stream }, consumer, event);
    }

    String addTags(String... tags) {
        return add(tagged(tags));
    }

    static String tagged(String... tags) {
        return "{\"version\":1,\"id\":\"e\",\"tags\":[\"" + String.join("\",\"", tags) + "\"]}";
    }

    /**
     * Adds many events without waiting for each.
     */
    void addAll(List<String> events) {
        List<RedisFuture<String>> answers = new ArrayList<>();
        events.forEach((event) -> answers.add(this.connection.async().xadd(this.stream, Map.of("event", event))));
        assertThat(LettuceFutures.awaitAll(ofSeconds(60), answers.toArray(RedisFuture[]::new))).isTrue();
    }

    long length() {
        return commands().xlen(this.stream);
    }

    long pending() {
        return commands().xpending(this.stream, "tiered-cache").getCount();
    }

    List<Map<String, String>> rejected() {
        return commands().xrange(deadLetters(), Range.unbounded()).stream().map(StreamMessage::getBody).toList();
    }

    @Override
    public void close() {
        this.connection.close();
        this.client.shutdown();
    }

}
