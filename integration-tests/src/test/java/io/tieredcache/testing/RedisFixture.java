package io.tieredcache.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import com.redis.testcontainers.RedisContainer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * The one Redis that all tests of a JVM share. Tests which stop or pause a server use a
 * {@link RedisServerProcess} of their own.
 * <p>
 * The system property {@code tiered-cache.test.redis}, else the environment variable
 * {@code TIERED_CACHE_TEST_REDIS}, chooses it: {@code docker}, {@code embedded} or a
 * {@code redis://} URI. Without either it is a container where the docker command can get
 * the image, and the embedded server elsewhere. The environment variable
 * {@code TIERED_CACHE_TEST_REDIS_IMAGE} names another image.
 */
public final class RedisFixture {

    private static final Logger logger = LoggerFactory.getLogger(RedisFixture.class);

    private static final Path REPORT = Path.of("target", "redis-fixture.txt");

    private final URI uri;

    private final RedisClient client;

    private RedisFixture(URI uri) {
        this.uri = uri;
        this.client = RedisClient.create(uri.toString());
    }

    /**
     * Return the shared Redis, started by the first call.
     * @return the shared Redis
     */
    public static RedisFixture shared() {
        return Shared.INSTANCE;
    }

    public String host() {
        return this.uri.getHost();
    }

    public int port() {
        return (this.uri.getPort() != -1) ? this.uri.getPort() : 6379;
    }

    public String uri() {
        return this.uri.toString();
    }

    /**
     * Remove every key.
     */
    public void flushAll() {
        execute(RedisCommands::flushall);
    }

    /**
     * Return a section of the reply to {@code INFO}.
     * @param section the name of the section, for example {@code stats}
     * @return the values by their names
     */
    public Map<String, String> info(String section) {
        Map<String, String> result = new LinkedHashMap<>();
        execute((commands) -> commands.info(section)).lines().forEach((line) -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                result.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return result;
    }

    /**
     * Run commands on a connection of their own.
     * @param <R> the type of the result
     * @param action what to run
     * @return the result of the action
     */
    public <R> R execute(Function<RedisCommands<String, String>, R> action) {
        try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
            return action.apply(connection.sync());
        }
    }

    private static final class Shared {

        private static final String IMAGE = System.getenv()
            .getOrDefault("TIERED_CACHE_TEST_REDIS_IMAGE", "redis:7-alpine");

        static final RedisFixture INSTANCE = start(choice());

        private static @Nullable String choice() {
            String property = System.getProperty("tiered-cache.test.redis");
            return (property != null) ? property : System.getenv("TIERED_CACHE_TEST_REDIS");
        }

        private static RedisFixture start(@Nullable String choice) {
            if (choice == null || choice.isBlank()) {
                return startWhatWorks();
            }
            return switch (choice) {
                case "docker" -> startContainer();
                case "embedded" -> startEmbedded();
                default -> use(URI.create(choice), "given URI");
            };
        }

        private static RedisFixture startWhatWorks() {
            if (!DockerCommand.canRun(IMAGE)) {
                return startEmbedded();
            }
            try {
                return startContainer();
            }
            catch (RuntimeException ex) {
                logger.warn("Docker has the image, but the container did not start; going on with the embedded server",
                        ex);
                return startEmbedded();
            }
        }

        @SuppressWarnings("resource")
        private static RedisFixture startContainer() {
            RedisContainer container = new RedisContainer(
                    DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("redis"));
            container.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "redis-container-shutdown"));
            return use(URI.create(container.getRedisURI()), "Testcontainers (%s)".formatted(IMAGE));
        }

        @SuppressWarnings("resource")
        private static RedisFixture startEmbedded() {
            RedisServerProcess server = RedisServerProcess.startEmbedded();
            return use(URI.create(server.uri()),
                    "embedded redis-server %s on port %d".formatted(server.version(), server.port()));
        }

        private static RedisFixture use(URI uri, String description) {
            String line = "Redis fixture: " + description;
            logger.info(line);
            try {
                Files.createDirectories(REPORT.getParent());
                Files.writeString(REPORT, line + System.lineSeparator());
            }
            catch (IOException ex) {
                throw new IllegalStateException("Unable to write '%s'".formatted(REPORT), ex);
            }
            return new RedisFixture(uri);
        }

    }

}
