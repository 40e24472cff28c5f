package io.tieredcache.sample.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts a Redis on the configured address if that is one of this machine and nothing
 * answers there. It ends with the instance that started it; the others go on without it.
 * What is queued to be written must outlive it, so it keeps an append-only file.
 */
@Component
@ConditionalOnProperty(name = "sample.redis.embedded", havingValue = "auto")
class EmbeddedRedis implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(EmbeddedRedis.class);

    private static final int CONNECT_TIMEOUT_MILLIS = 1000;

    private final DataRedisProperties properties;

    private final Path directory;

    private @Nullable RedisServer server;

    EmbeddedRedis(DataRedisProperties properties, @Value("${sample.redis.directory}") Path directory) {
        this.properties = properties;
        this.directory = directory;
    }

    @Override
    public void start() {
        InetSocketAddress address = new InetSocketAddress(this.properties.getHost(), this.properties.getPort());
        if (isOnThisMachine(address) && !answers(address)) {
            start(address);
        }
    }

    private boolean isOnThisMachine(InetSocketAddress address) {
        return this.properties.getUrl() == null && this.properties.getSentinel() == null
                && this.properties.getCluster() == null && this.properties.getMasterreplica() == null
                && !address.isUnresolved() && address.getAddress().isLoopbackAddress();
    }

    private boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_TIMEOUT_MILLIS);
            return true;
        }
        catch (IOException ex) {
            return false;
        }
    }

    private void start(InetSocketAddress address) {
        try {
            RedisServer redis = RedisServer.newRedisServer()
                .bind(address.getAddress().getHostAddress())
                .port(address.getPort())
                .setting("save \"\"")
                .setting("appendonly yes")
                .setting("dir \"" + Files.createDirectories(this.directory).toAbsolutePath() + "\"")
                .build();
            redis.start();
            this.server = redis;
            logger.info("Started a Redis on {}:{}", address.getHostString(), address.getPort());
        }
        catch (IOException ex) {
            // Another instance that started at the same moment may have taken the port.
            if (!answers(address)) {
                throw new UncheckedIOException("Unable to start a Redis on " + address, ex);
            }
        }
    }

    @Override
    public void stop() {
        if (this.server != null) {
            try {
                this.server.stop();
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
            this.server = null;
        }
    }

    @Override
    public boolean isRunning() {
        return this.server != null;
    }

    /**
     * First to start and last to stop.
     */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

}
