package io.tieredcache.sample.airport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

import io.tieredcache.TieredCacheManager;
import io.tieredcache.sample.SampleApplication;
import io.tieredcache.test.CacheAssertions;
import io.tieredcache.test.CacheFleet;
import io.tieredcache.test.CacheReader;
import io.tieredcache.test.RedisRelay;
import io.tieredcache.test.RedisRelay.Path;
import io.tieredcache.test.RedisRelayExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.embedded.RedisServer;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Drills of two instances that share a Redis, which they reach through a relay.
 */
class LostSubscriptionDrillIntegrationTests {

    private static final int REDIS_PORT = freePort();

    private static final Duration BOUND = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final RedisRelayExtension redis = RedisRelayExtension.to("127.0.0.1", REDIS_PORT);

    private static RedisServer server;

    private static CacheFleet<ConfigurableApplicationContext> fleet;

    @BeforeAll
    static void startInstances() throws IOException {
        server = RedisServer.newRedisServer().bind("127.0.0.1").port(REDIS_PORT).setting("save \"\"").build();
        server.start();
        fleet = CacheFleet.start(2,
                (index) -> SpringApplication.run(SampleApplication.class, "--spring.data.redis.port=" + redis.port(),
                        "--server.port=0", "--tiered-cache.namespace=drill",
                        "--tiered-cache.defaults.staleness-bound=" + BOUND.toMillis() + "ms",
                        "--spring.datasource.url=jdbc:h2:mem:drill;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000"));
    }

    @AfterAll
    static void stopInstances() throws IOException {
        fleet.close();
        server.stop();
    }

    @Test
    void changeIsSeenWithinTheBoundWhileTheSubscriptionsAreCut(RedisRelay relay) {
        awaitSubscriptions(relay);
        warmUp();
        relay.cut(Path.SUBSCRIPTION);
        rename("Cut");
        CacheAssertions.assertThatReaders(names())
            .servesWithin(BOUND.plus(CacheAssertions.MARGIN))
            .eventuallyFreshEverywhere("Cut");
    }

    @Test
    void changeIsSeenWithinTheBoundThoughItsMessagesAreLost(RedisRelay relay) {
        awaitSubscriptions(relay);
        warmUp();
        relay.drop(Path.SUBSCRIPTION);
        Airport lost = rename("Lost");
        CacheAssertions.assertThatReaders(names())
            .servesWithin(BOUND.plus(CacheAssertions.MARGIN))
            .eventuallyFreshEverywhere("Lost");
        CacheAssertions
            .assertThatCache("airports", "NZAA", fleet.map((instance) -> instance.getBean(TieredCacheManager.class)))
            .neverStale(lost);
        assertThat(relay.droppedMessages()).isPositive();
    }

    private static void awaitSubscriptions(RedisRelay relay) {
        await().atMost(PATIENCE).until(() -> relay.openConnections(Path.SUBSCRIPTION) == 2);
    }

    private static void warmUp() {
        rename("Before");
        CacheAssertions.assertThatReaders(names()).servesWithin(PATIENCE).eventuallyFreshEverywhere("Before");
    }

    private static Airport rename(String name) {
        return airports(fleet.get(0)).update("NZAA", new AirportUpdate(name, AirportType.LARGE_AIRPORT, "Auckland"));
    }

    private static List<CacheReader<String>> names() {
        return fleet.readers((instance) -> airports(instance).findByCode("NZAA").orElseThrow().name());
    }

    private static AirportService airports(ConfigurableApplicationContext instance) {
        return instance.getBean(AirportService.class);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
        catch (IOException ex) {
            throw new IllegalStateException("No free port", ex);
        }
    }

}
