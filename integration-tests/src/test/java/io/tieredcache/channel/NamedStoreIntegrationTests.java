package io.tieredcache.channel;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.ChannelState;
import io.tieredcache.EntryPolicy;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.L2Status;
import io.tieredcache.L2Statuses;
import io.tieredcache.RedisAdvice;
import io.tieredcache.RedisAdvice.Code;
import io.tieredcache.RedisAdvisor;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteRecord;
import io.tieredcache.actuate.TieredCacheHealthIndicator;
import io.tieredcache.testing.RedisServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.map;
import static org.awaitility.Awaitility.await;

/**
 * What the advisor and the health endpoint of a whole application say of the stores
 * beside the application's Redis.
 */
class NamedStoreIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    @Test
    void eachStoreIsJudgedByWhatIsInItAndShownByItsName() {
        try (RedisServerProcess own = RedisServerProcess.onFreePort();
                RedisServerProcess critical = RedisServerProcess.onFreePort();
                ConfigurableApplicationContext context = start(own, critical)) {
            set(critical, "maxmemory-policy", "allkeys-lru");
            RedisAdvisor advisor = context.getBean(RedisAdvisor.class);
            assertThat(advisor.look()).extracting(RedisAdvice::redis, RedisAdvice::code)
                .containsExactly(tuple("critical", Code.STREAMS_MAY_BE_EVICTED),
                        tuple("critical", Code.HOLDS_MAY_BE_EVICTED), tuple("critical", Code.STREAMS_NOT_PERSISTED),
                        tuple("default", Code.STREAMS_NOT_PERSISTED));
            assertThat(advisor.advice()).extracting(RedisAdvice::message).satisfiesExactly((evicted) -> {
                assertThat(evicted).contains("'visits'").doesNotContain("events");
            }, (holds) -> {
                assertThat(holds).contains("'accounts'").doesNotContain("'ledger'");
            }, (lost) -> {
                assertThat(lost).contains("'visits'").doesNotContain("events");
            }, (events) -> {
                assertThat(events).contains("events").doesNotContain("'visits'");
            });
            set(critical, "maxmemory-policy", "volatile-lru");
            assertThat(advisor.look()).extracting(RedisAdvice::code).doesNotContain(Code.STREAMS_MAY_BE_EVICTED);
            assertHealth(context, advisor, own);
        }
    }

    private static ConfigurableApplicationContext start(RedisServerProcess own, RedisServerProcess critical) {
        set(critical, "requirepass", "secret");
        String url = "redis://:secret@%s:%d".formatted(critical.host(), critical.port());
        return JoiningApplication.start(own.port(), List.of(Visits.class), "tiered-cache.events.enabled=true",
                "tiered-cache.redis.timeout=2s", "tiered-cache.stores.critical.url=" + url,
                "tiered-cache.stores.pages.url=" + url, "tiered-cache.stores.away.host=127.0.0.1",
                "tiered-cache.stores.away.port=" + RedisServerProcess.freePort(),
                "tiered-cache.caches.visits.store=critical", "tiered-cache.caches.accounts.store=critical",
                "tiered-cache.caches.accounts.consistency=strong", "tiered-cache.caches.ledger.consistency=strong",
                "tiered-cache.caches.fragments.store=pages", "tiered-cache.caches.lost.store=away");
    }

    private static void assertHealth(ConfigurableApplicationContext context, RedisAdvisor advisor,
            RedisServerProcess own) {
        InvalidationChannelStatus channel = context.getBean(InvalidationChannelStatus.class);
        await().atMost(PATIENCE).until(() -> channel.state() == ChannelState.LIVE);
        assertThat(advisor.reachable()).containsExactly(Map.entry("default", true), Map.entry("away", false),
                Map.entry("critical", true), Map.entry("pages", true));
        Map<String, L2Status> statuses = context.getBean(L2Statuses.class).byName();
        assertThat(statuses).containsOnlyKeys("default", "away", "critical", "pages");
        awaitOpen(context, statuses);
        var health = context.getBean(TieredCacheHealthIndicator.class).health();
        assertThat(health.getStatus()).isEqualTo(TieredCacheHealthIndicator.DEGRADED);
        assertThat(health.getDetails().get("redis")).asInstanceOf(map(String.class, Object.class))
            .containsOnlyKeys("default", "away", "critical", "pages")
            .hasEntrySatisfying("critical", (store) -> assertStore(store, "reachable", "CLOSED"))
            .hasEntrySatisfying("default", (store) -> assertStore(store, "reachable", "CLOSED"))
            .hasEntrySatisfying("away", (store) -> assertStore(store, "unreachable", "OPEN"));
        assertThat(health.getDetails().toString()).doesNotContain("secret", "127.0.0.1", "localhost",
                Integer.toString(own.port()));
    }

    /**
     * Reads until the store that is away is left alone.
     */
    private static void awaitOpen(ConfigurableApplicationContext context, Map<String, L2Status> statuses) {
        TieredCache lost = context.getBean(TieredCacheManager.class).getCache("lost");
        L2Status away = statuses.get("away");
        assertThat(lost).isNotNull();
        assertThat(away).isNotNull();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            assertThat(read(lost)).isEqualTo("loaded");
            return away.state() == L2Status.State.OPEN;
        });
    }

    private static String read(TieredCache cache) {
        try {
            return cache.get(System.nanoTime(), TEXT, (load) -> "loaded");
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void assertStore(Object store, String state, String breaker) {
        assertThat(store).asInstanceOf(map(String.class, Object.class))
            .containsEntry("state", state)
            .containsEntry("breaker", breaker)
            .containsKeys("waiting", "inFlight", "refused");
    }

    private static void set(RedisServerProcess server, String name, String value) {
        String login = name.equals("requirepass") ? "" : ":secret@";
        RedisClient client = RedisClient.create("redis://%s%s:%d".formatted(login, server.host(), server.port()));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().configSet(name, value);
        }
        finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    static class Visits implements WriteBehindHandler<String> {

        @Override
        public String cache() {
            return "visits";
        }

        @Override
        public void write(List<WriteRecord<String>> records) {
        }

    }

}
