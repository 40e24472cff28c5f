package io.tieredcache.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.util.FileSystemUtils;

import io.tieredcache.test.RedisRelay;
import io.tieredcache.testing.RedisServerProcess;

/**
 * One Redis that writes to its append-only file, so that a restart keeps what it had
 * acknowledged. It never waits for the disk: while it does, Redis acknowledges for two
 * seconds what it has not yet given to the operating system, and a kill would lose that.
 * Each instance reaches it over a relay of its own.
 */
final class SingleRedis implements DrillRedis {

    private final Path data;

    private final RedisServerProcess server;

    private final RedisClient client;

    private final List<RedisRelay> relays = new ArrayList<>();

    SingleRedis(Path directory, int instances) {
        this.data = createDirectory(directory.resolve("redis"));
        this.server = RedisServerProcess.onFreePort("--appendonly", "yes", "--appendfsync", "no", "--dir",
                this.data.toString());
        this.client = RedisClient.create(this.server.uri());
        for (int i = 0; i < instances; i++) {
            this.relays.add(RedisRelay.to(this.server.host(), this.server.port()));
        }
    }

    private static Path createDirectory(Path directory) {
        try {
            return Files.createDirectories(directory).toAbsolutePath();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Runs commands on a connection of their own, past the relays.
     */
    <R> R execute(Function<RedisCommands<String, String>, R> action) {
        try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
            return action.apply(connection.sync());
        }
    }

    /**
     * Lets keys expire within one second.
     * @param from when that second begins, in milliseconds
     * @param pattern the name of a key with a place for its number
     * @param count how many, numbered from 0
     * @return how many there were
     */
    int expireWithinASecond(long from, String pattern, int count) {
        try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
            List<RedisFuture<Boolean>> answers = IntStream.range(0, count)
                .mapToObj((number) -> connection.async().pexpireat(pattern.formatted(number), from + number % 1_000))
                .toList();
            return (int) answers.stream().filter((each) -> each.toCompletableFuture().join()).count();
        }
    }

    @Override
    public List<String> properties(int place) {
        return List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.relays.get(place).port());
    }

    @Override
    public Set<DrillFault> faults() {
        return EnumSet.complementOf(EnumSet.of(DrillFault.FAILOVER, DrillFault.RESHARDING));
    }

    @Override
    public void flush() {
        execute(RedisCommands::flushall);
    }

    @Override
    public void killSubscriptions() {
        execute((commands) -> commands.clientKill(KillArgs.Builder.typePubsub()));
    }

    @Override
    public void freeze() {
        this.server.pause();
    }

    @Override
    public void thaw() {
        this.server.resume();
    }

    @Override
    public void kill() {
        this.server.kill();
    }

    @Override
    public void restart(boolean empty) {
        if (empty) {
            try {
                FileSystemUtils.deleteRecursively(this.data);
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
            createDirectory(this.data);
        }
        this.server.start();
    }

    @Override
    public void freezeSubscription(int place) {
        this.relays.get(place).freeze(RedisRelay.Path.SUBSCRIPTION);
    }

    @Override
    public void delaySubscription(int place, Duration delay) {
        this.relays.get(place).delay(delay, RedisRelay.Path.SUBSCRIPTION);
    }

    @Override
    public void cut(int place) {
        this.relays.get(place).cut();
    }

    @Override
    public void heal(int place) {
        this.relays.get(place).heal();
    }

    @Override
    public int connections() {
        return Math.toIntExact(execute((commands) -> commands.clientList().lines().count()) - 1);
    }

    @Override
    public void close() {
        this.client.shutdown();
        this.relays.forEach(RedisRelay::close);
        this.server.close();
    }

}
