package io.tieredcache.channel;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import io.tieredcache.ChannelState;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.RedisAdvice;
import io.tieredcache.RedisAdvisor;
import io.tieredcache.RegionLink;
import io.tieredcache.RegionLinks;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteRecord;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.annotation.WriteBehind;
import io.tieredcache.testing.RedisServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a whole application with all parts of the cache in use leaves behind when its
 * context is closed: no thread, no connection, no subscription.
 */
class ContextResourceIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int ROUNDS = 3;

    @Test
    void closedContextLeavesNothing() {
        try (RedisServerProcess server = RedisServerProcess.onFreePort()) {
            RedisClient client = RedisClient.create(server.uri());
            RedisCommands<String, String> redis = client.connect().sync();
            Set<Thread> before = threads();
            for (int round = 0; round < ROUNDS; round++) {
                try (ConfigurableApplicationContext context = start(server.port())) {
                    use(context);
                    assertThat(clients(redis)).hasSizeGreaterThan(2);
                    assertThat(redis.pubsubChannels()).isNotEmpty();
                }
                await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(clients(redis)).as("our own connection only").hasSize(1));
                assertThat(redis.pubsubChannels()).isEmpty();
                assertNoThreadLeft(before);
            }
            client.shutdown();
        }
    }

    @Test
    void contextClosedWithoutRedisLeavesNoThread() {
        Set<Thread> before = threads();
        try (ConfigurableApplicationContext context = start(RedisServerProcess.freePort())) {
            assertThat(context.getBean(InvalidationChannelStatus.class).state()).isEqualTo(ChannelState.CONNECTING);
            assertThat(context.getBean(Stock.class).find("x")).isEqualTo("x");
        }
        assertNoThreadLeft(before);
    }

    private static void assertNoThreadLeft(Set<Thread> before) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
    }

    private static ConfigurableApplicationContext start(int port) {
        return JoiningApplication.start(port, List.of(Parts.class), "tiered-cache.events.enabled=true",
                "tiered-cache.region.name=here", "tiered-cache.region.peers.there.url=redis://127.0.0.1:" + port,
                "tiered-cache.caches.stock.refresh.hot-keys=5", "tiered-cache.caches.stock.staleness-bound=1m",
                "tiered-cache.caches.visits.write-behind.poll-interval=20ms");
    }

    private static void use(ConfigurableApplicationContext context) {
        InvalidationChannelStatus channel = context.getBean(InvalidationChannelStatus.class);
        await().atMost(PATIENCE).until(() -> channel.state() == ChannelState.LIVE);
        Stock stock = context.getBean(Stock.class);
        assertThat(stock.find("x")).isEqualTo("x");
        stock.change("x");
        stock.visit("x");
        Writer writer = context.getBean(Writer.class);
        await().atMost(PATIENCE).until(() -> writer.written.get() > 0);
        context.getBean(HealthEndpoint.class).health();
        RedisAdvisor advisor = context.getBean(RedisAdvisor.class);
        await().atMost(PATIENCE).until(() -> advisor.lookedAt() != null);
        assertThat(advisor.advice()).extracting(RedisAdvice::code)
            .containsExactly(RedisAdvice.Code.STREAMS_NOT_PERSISTED);
        RegionLinks regions = context.getBean(RegionLinks.class);
        await().atMost(PATIENCE).until(() -> regions.links().get(0).state() == RegionLink.State.RELAYING);
        JoiningApplication.Changes changes = context.getBean(JoiningApplication.Changes.class);
        await().atMost(PATIENCE).until(() -> !changes.published().isEmpty());
    }

    private static List<String> clients(RedisCommands<String, String> redis) {
        return redis.clientList().lines().filter((line) -> !line.isBlank()).toList();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith("tiered-cache") || thread.getName().startsWith("lettuce"))
            .collect(Collectors.toSet());
    }

    @Configuration(proxyBeanMethods = false)
    static class Parts {

        @Bean
        Stock stock(JdbcTemplate jdbc) {
            return new Stock(jdbc);
        }

        @Bean
        Writer writer() {
            return new Writer();
        }

    }

    static class Stock {

        private final JdbcTemplate jdbc;

        Stock(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @TieredCacheable(cache = "stock", key = "#id", tags = "stock")
        public String find(String id) {
            return id;
        }

        @Transactional
        @InvalidateTags("stock")
        public void change(String id) {
            this.jdbc.queryForObject("select 1", Integer.class);
        }

        @WriteBehind(cache = "visits", key = "#id")
        public String visit(String id) {
            return id;
        }

    }

    static class Writer implements WriteBehindHandler<String> {

        private final AtomicInteger written = new AtomicInteger();

        @Override
        public String cache() {
            return "visits";
        }

        @Override
        public void write(List<WriteRecord<String>> records) {
            this.written.addAndGet(records.size());
        }

    }

}
