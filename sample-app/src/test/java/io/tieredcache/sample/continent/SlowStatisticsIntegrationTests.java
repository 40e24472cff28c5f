package io.tieredcache.sample.continent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.tieredcache.CacheCounter;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.sample.SampleApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances whose statistics get old within seconds.
 */
class SlowStatisticsIntegrationTests {

    private static final Duration TTL = Duration.ofSeconds(4);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String HIT = "continent-statistics; hit; ttl=";

    private static final String STALE_HIT = HIT + "-";

    /** The common pool may have a single thread. */
    private static final ExecutorService callers = Executors.newCachedThreadPool();

    private static ConfigurableApplicationContext first;

    private static ConfigurableApplicationContext second;

    @BeforeAll
    static void startInstances(@TempDir Path directory) throws IOException {
        int redisPort = freePort();
        first = startInstance(redisPort, directory);
        second = startInstance(redisPort, directory);
    }

    @AfterAll
    static void stopInstances() {
        second.close();
        first.close();
        callers.shutdownNow();
    }

    @Test
    void instancesAskedAtOnceComputeOnce() {
        long before = count(CacheCounter.LOAD);
        List<String> answers = askAtOnce("na");
        assertThat(answers).anyMatch((status) -> status.contains("; fwd=miss"));
        assertThat(count(CacheCounter.LOAD) - before).isEqualTo(1);
    }

    @Test
    void oldStatisticsAreServedAtOnceAndComputedOnce() {
        cacheStatus(first, "eu");
        awaitEndOfLife();
        long loads = count(CacheCounter.LOAD);
        long refreshes = count(CacheCounter.REFRESH);
        assertThat(cacheStatus(second, "eu")).startsWith(STALE_HIT);
        assertThat(askAtOnce("eu")).allMatch((status) -> status.startsWith(HIT));
        await().atMost(PATIENCE)
            .untilAsserted(() -> assertThat(cacheStatus(first, "eu")).startsWith(HIT).doesNotStartWith(STALE_HIT));
        assertThat(count(CacheCounter.LOAD) - loads).isEqualTo(1);
        assertThat(count(CacheCounter.REFRESH) - refreshes).isEqualTo(1);
        assertThat(count(CacheCounter.STALE_ON_TIMEOUT)).isZero();
    }

    @Test
    void oldStatisticsStandInWhileTheSourceFails() {
        cacheStatus(first, "oc");
        awaitEndOfLife();
        long failures = count(CacheCounter.LOAD_FAILURE);
        JdbcClient jdbcClient = first.getBean(JdbcClient.class);
        jdbcClient.sql("ALTER TABLE airport RENAME TO lost").update();
        try {
            assertThat(cacheStatus(first, "oc")).startsWith(STALE_HIT);
            await().until(() -> count(CacheCounter.LOAD_FAILURE) > failures);
            assertThat(askAtOnce("oc")).allMatch((status) -> status.startsWith(STALE_HIT));
            assertThat(count(CacheCounter.LOAD_FAILURE) - failures).isEqualTo(1);
        }
        finally {
            jdbcClient.sql("ALTER TABLE lost RENAME TO airport").update();
        }
    }

    private static void awaitEndOfLife() {
        Instant end = Instant.now().plus(TTL).plusMillis(500);
        await().until(() -> Instant.now().isAfter(end));
    }

    private static List<String> askAtOnce(String continent) {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> cacheStatus(first, continent), callers));
            answers.add(CompletableFuture.supplyAsync(() -> cacheStatus(second, continent), callers));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static String cacheStatus(ConfigurableApplicationContext instance, String continent) {
        String port = instance.getEnvironment().getRequiredProperty("local.server.port");
        return RestTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + port)
            .build()
            .get()
            .uri("/continents/{code}/statistics", continent)
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult()
            .getResponseHeaders()
            .getFirst("Cache-Status");
    }

    private static long count(CacheCounter counter) {
        return Stream.of(first, second)
            .map((instance) -> instance.getBean(TieredCacheManager.class).getCache("continent-statistics"))
            .mapToLong((cache) -> cache.count(counter))
            .sum();
    }

    private static ConfigurableApplicationContext startInstance(int redisPort, Path directory) {
        String cache = "--tiered-cache.caches.continent-statistics.";
        return SpringApplication.run(SampleApplication.class, "--spring.data.redis.port=" + redisPort,
                "--sample.redis.directory=" + directory, "--server.port=0",
                "--spring.datasource.url=jdbc:h2:mem:slow;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000",
                cache + "ttl=" + TTL.toMillis() + "ms", cache + "jitter=0", cache + "refresh.beta=0",
                cache + "stale.throttle=1m", cache + "load.join-timeout=1m", cache + "load.lease-time=1m");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

}
