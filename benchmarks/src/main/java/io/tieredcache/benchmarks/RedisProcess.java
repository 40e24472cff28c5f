package io.tieredcache.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import redis.embedded.RedisServer;

import io.tieredcache.benchmarks.peer.RedisAddress;

/**
 * The Redis of the run, on a free port. It keeps nothing on disk, and ends with the run.
 */
public final class RedisProcess implements AutoCloseable {

    private final RedisServer server;

    private final RedisClient client;

    private final StatefulRedisConnection<String, String> connection;

    private RedisProcess(RedisServer server, int port) {
        this.server = server;
        this.client = RedisClient.create(RedisURI.create(RedisAddress.HOST, port));
        this.connection = this.client.connect();
    }

    static RedisProcess start(Path directory) throws IOException {
        int port = freePort();
        RedisServer server = RedisServer.newRedisServer()
            .bind(RedisAddress.HOST)
            .port(port)
            .setting("save \"\"")
            .setting("appendonly no")
            .setting("dir \"" + Files.createDirectories(directory).toAbsolutePath() + "\"")
            .build();
        server.start();
        System.setProperty(RedisAddress.PORT_PROPERTY, String.valueOf(port));
        return new RedisProcess(server, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * A connection for what a measurement itself needs.
     * @return the connection, not to be closed
     */
    public StatefulRedisConnection<String, String> connection() {
        return this.connection;
    }

    /**
     * Removes all that earlier measurements left.
     */
    public void clear() {
        this.connection.sync().flushall();
    }

    String version() {
        return info("server", "redis_version");
    }

    /**
     * How many commands Redis has run.
     * @return their number
     */
    public long commandsProcessed() {
        return Long.parseLong(info("stats", "total_commands_processed"));
    }

    private String info(String section, String name) {
        return this.connection.sync()
            .info(section)
            .lines()
            .filter((line) -> line.startsWith(name + ":"))
            .map((line) -> line.substring(name.length() + 1).trim())
            .findFirst()
            .orElseThrow();
    }

    @Override
    public void close() {
        this.client.shutdown();
        try {
            this.server.stop();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
