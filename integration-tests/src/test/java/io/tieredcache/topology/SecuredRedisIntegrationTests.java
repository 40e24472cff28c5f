package io.tieredcache.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.ChannelState;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TlsRelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Over TLS, as a user that may do what the documentation lists and nothing else.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredRedisIntegrationTests extends TopologyContract {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "deployment.md");

    /**
     * Used on a cluster, by another protocol, after a failure, or when a client leaves.
     */
    private static final List<String> RARE = List.of("+cluster", "+asking", "+readonly", "+ping", "+unsubscribe",
            "+xinfo", "+xclaim", "+hmget");

    private RedisServerProcess redis;

    private TlsRelay relay;

    private RedisClient client;

    @Override
    List<String> startRedis() {
        this.redis = RedisServerProcess.onFreePort();
        this.client = RedisClient.create(this.redis.uri());
        this.relay = new TlsRelay(this.redis.port());
        allow("cache", "");
        return startedAt();
    }

    @Override
    List<String> startedAt() {
        return startedAs("cache");
    }

    private List<String> startedAs(String user) {
        return List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.relay.port(),
                "spring.data.redis.username=" + user, "spring.data.redis.password=secret",
                "spring.data.redis.ssl.bundle=redis",
                "spring.ssl.bundle.jks.redis.truststore.location=" + this.relay.keyStore().toUri(),
                "spring.ssl.bundle.jks.redis.truststore.password=" + TlsRelay.PASSWORD);
    }

    @Override
    void stopRedis() {
        this.client.shutdown(Duration.ZERO, Duration.ZERO);
        this.relay.close();
        this.redis.close();
    }

    @Override
    Map<String, Long> errors() {
        Map<String, Long> errors = new TreeMap<>();
        execute((commands) -> commands.info("errorstats")).lines()
            .filter((line) -> line.startsWith("errorstat_"))
            .forEach((line) -> errors.put(line.substring("errorstat_".length(), line.indexOf(':')), 1L));
        // Other users lack rights on purpose.
        errors.remove("NOPERM");
        execute((commands) -> commands.aclLog()).stream()
            .filter((entry) -> "cache".equals(entry.get("username")))
            .forEach((entry) -> errors.merge("NOPERM", 1L, Long::sum));
        return errors;
    }

    private <R> R execute(Function<RedisCommands<String, String>, R> action) {
        try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
            return action.apply(connection.sync());
        }
    }

    /**
     * Makes a user by the rules that are documented, and some more.
     */
    private void allow(String user, String more) {
        List<String> rules = new ArrayList<>(rules());
        Arrays.stream(more.split(" ")).filter((rule) -> !rule.isEmpty()).forEach(rules::add);
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add(user);
        rules.forEach(args::add);
        execute((commands) -> commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), args));
    }

    private static List<String> rules() {
        try {
            String text = Files.readString(DOCUMENTATION);
            int start = text.indexOf("ACL SETUSER cache ") + "ACL SETUSER cache ".length();
            return Arrays
                .asList(text.substring(start, text.indexOf("```", start)).replace("\\", " ").trim().split("\\s+"));
        }
        catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * What no operation needs is no part of the minimal rights.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void documentedRightsWereUsedByTheOthers() {
        String used = execute((commands) -> commands.info("commandstats")).toLowerCase(Locale.ROOT);
        assertThat(rules()).contains("~tc:*", "&tc:*")
            .filteredOn((rule) -> rule.startsWith("+") && !RARE.contains(rule))
            .isNotEmpty()
            .allSatisfy((rule) -> assertThat(used).contains("cmdstat_" + rule.substring(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "subscribe", "evalsha", "info" })
    void channelThatMayNotBeJoinedSaysWhyAndJoinsLater(String command, CapturedOutput output) {
        String user = "test-" + command;
        allow(user, "-" + command);
        try (TopologyInstance instance = TopologyInstance.start(TestInstance.newNamespace(), startedAs(user),
                new WrittenVisits(), "tiered-cache.invalidation.start-timeout=0s")) {
            soon().untilAsserted(() -> assertThat(output.getAll()).containsPattern(
                    "Invalidation channel of '[^']+' is down: Redis refused a command: NOPERM .*'" + command));
            assertThat(instance.channel().state()).isEqualTo(ChannelState.CONNECTING);
            assertThat(instance.read(TopologyInstance.CACHE, "key", () -> 1)).isEqualTo(1);
            allow(user, "");
            instance.awaitLive();
        }
    }

    @Test
    void callThatMayNotBeMadeSaysWhatIsMissing() {
        allow("test-unlink", "-unlink");
        try (TopologyInstance instance = TopologyInstance.start(TestInstance.newNamespace(), startedAs("test-unlink"),
                new WrittenVisits())) {
            instance.awaitLive();
            assertThatExceptionOfType(L2UnavailableException.class)
                .isThrownBy(() -> instance.cache(TopologyInstance.CACHE).evict("key"))
                .withMessageContaining("NOPERM")
                .withMessageContaining("unlink");
        }
    }

    @Test
    void wrongPasswordIsNamed() {
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> {
            try (TopologyInstance instance = TopologyInstance.start(TestInstance.newNamespace(), startedAs("nobody"),
                    new WrittenVisits(), "tiered-cache.invalidation.start-timeout=0s",
                    "tiered-cache.caches.stock.consistency=bounded")) {
                instance.cache(TopologyInstance.CACHE).evict("key");
            }
        }).withMessageContaining("WRONGPASS");
    }

}
