package io.tieredcache.testing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

import static org.awaitility.Awaitility.await;

/**
 * Commands to single servers on this machine, each over a connection of its own.
 */
final class RedisNodes implements AutoCloseable {

    private static final Pattern OFFSET = Pattern.compile("offset=(\\d+)");

    private final RedisClient client = RedisClient.create();

    <R> R execute(int port, Function<RedisCommands<String, String>, R> action) {
        try (StatefulRedisConnection<String, String> connection = this.client.connect(uri(port))) {
            return action.apply(connection.sync());
        }
    }

    RedisClient client() {
        return this.client;
    }

    static RedisURI uri(int port) {
        return RedisURI.builder().withHost("127.0.0.1").withPort(port).withTimeout(Duration.ofSeconds(10)).build();
    }

    Map<String, String> info(int port, String section) {
        Map<String, String> result = new LinkedHashMap<>();
        execute(port, (commands) -> commands.info(section)).lines().forEach((line) -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                result.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
        return result;
    }

    /**
     * Waits until a replica of a server has all that was written to the server before.
     */
    void awaitReplicated(int master) {
        long written = Long.parseLong(String.valueOf(info(master, "replication").get("master_repl_offset")));
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> {
            Matcher offset = OFFSET.matcher(info(master, "replication").getOrDefault("slave0", ""));
            return offset.find() && Long.parseLong(offset.group(1)) >= written;
        });
    }

    /**
     * How often a server answered with an error, by the error's first word.
     */
    Map<String, Long> errors(int port) {
        Map<String, Long> errors = new LinkedHashMap<>();
        info(port, "errorstats").forEach((name, value) -> errors.put(name.substring("errorstat_".length()),
                Long.parseLong(value.substring("count=".length()))));
        return errors;
    }

    @Override
    public void close() {
        this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

}
