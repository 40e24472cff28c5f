package io.tieredcache.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.util.FileSystemUtils;

import io.tieredcache.testing.RedisServerProcess;

/**
 * One Redis that writes to its append-only file, so that a restart keeps what it had
 * acknowledged. Each instance reaches it over a relay of its own.
 */
final class SingleRedis implements DrillRedis {

    private final Path data;

    private final RedisServerProcess server;

    private final RedisClient client;

    SingleRedis(Path directory, int instances) {
        this.data = createDirectory(directory.resolve("redis"));
        this.server = RedisServerProcess.onFreePort("--appendonly", "yes", "--dir", this.data.toString());
        this.client = RedisClient.create(this.server.uri());
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

    @Override
    public List<String> properties(int place) {
        return List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.server.port());
    }

    @Override
    public Set<DrillFault> faults() {
        return EnumSet.complementOf(EnumSet.of(DrillFault.FAILOVER, DrillFault.RESHARDING,
                DrillFault.SUBSCRIPTION_FROZEN, DrillFault.MESSAGES_DELAYED, DrillFault.INSTANCE_CUT_OFF));
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
        throw new UnsupportedOperationException();
    }

    @Override
    public void delaySubscription(int place, Duration delay) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cut(int place) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void heal(int place) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int connections() {
        return Math.toIntExact(execute((commands) -> commands.clientList().lines().count()) - 1);
    }

    @Override
    public void close() {
        this.client.shutdown();
        this.server.close();
    }

}
