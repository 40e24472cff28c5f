package io.tieredcache.channel;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.CacheCounter;
import io.tieredcache.ChannelState;
import io.tieredcache.ChannelStateChange;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.actuate.TieredCacheHealthIndicator;
import io.tieredcache.testing.RedisServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application whose Redis is started after it, and goes away while it runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class LateRedisIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port = RedisServerProcess.freePort();

    @Test
    void applicationStartsWithoutRedisAndJoinsByItself(CapturedOutput output) {
        try (ConfigurableApplicationContext context = JoiningApplication.start(this.port,
                "management.endpoint.health.group.readiness.include=readinessState,tieredCache",
                "management.endpoint.health.group.strict.include=readinessState,tieredCache",
                "management.endpoint.health.group.strict.status.order=down,out-of-service,degraded,up,unknown",
                "management.endpoint.health.group.strict.status.http-mapping.degraded=503")) {
            InvalidationChannelStatus channel = context.getBean(InvalidationChannelStatus.class);
            assertThat(channel.state()).isEqualTo(ChannelState.CONNECTING);
            assertThat(channel.lastProvenAgo()).isNull();
            assertServes(context);
            assertThat(health(context).getDetails()).containsEntry("l1", Map.of("UNPROVEN", 1))
                .extractingByKey("redis")
                .asString()
                .startsWith("{default={state=unreachable, breaker=");
            assertThat(output).contains("Invalidation channel of 'joining' is CONNECTING");
            try (RedisServerProcess server = RedisServerProcess.onPort(this.port)) {
                awaitLive(channel);
                assertThat(channel.lastProvenAgo()).isLessThan(PATIENCE);
                assertCaches(context);
                await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
                server.kill();
                await().atMost(PATIENCE).until(() -> channel.state() == ChannelState.DETACHED);
                assertServes(context);
                server.start();
                awaitLive(channel);
                assertThat(channel.reconnects()).isOne();
                assertThat(channel.resyncs()).isGreaterThan(1);
            }
            assertChanges(context, output);
        }
    }

    private static void awaitLive(InvalidationChannelStatus channel) {
        await().atMost(PATIENCE).until(() -> channel.state() == ChannelState.LIVE);
    }

    /**
     * Serves, is ready and alive, and says that something is missing.
     */
    private static void assertServes(ConfigurableApplicationContext context) {
        JoiningApplication.Airports airports = context.getBean(JoiningApplication.Airports.class);
        assertThat(airports.find("HAM")).isEqualTo("Airport HAM");
        ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
        assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(availability.getLivenessState()).isEqualTo(LivenessState.CORRECT);
        assertThat(health(context).getStatus()).isEqualTo(TieredCacheHealthIndicator.DEGRADED);
        assertGroup(context, "readiness", Status.UP, 200);
        assertGroup(context, "liveness", Status.UP, 200);
        assertGroup(context, "strict", TieredCacheHealthIndicator.DEGRADED, 503);
        HealthEndpointGroup readiness = context.getBean(HealthEndpointGroups.class).get("readiness");
        assertThat(readiness).isNotNull();
        assertThat(readiness.isMember("tieredCache")).isTrue();
    }

    private static void assertGroup(ConfigurableApplicationContext context, String name, Status status, int http) {
        HealthDescriptor health = context.getBean(HealthEndpoint.class).healthForPath(name);
        assertThat(health).isNotNull();
        assertThat(health.getStatus()).as(name).isEqualTo(status);
        HealthEndpointGroup group = context.getBean(HealthEndpointGroups.class).get(name);
        assertThat(group).isNotNull();
        assertThat(group.getHttpCodeStatusMapper().getStatusCode(health.getStatus())).as(name).isEqualTo(http);
    }

    private static void assertCaches(ConfigurableApplicationContext context) {
        JoiningApplication.Airports airports = context.getBean(JoiningApplication.Airports.class);
        TieredCache cache = context.getBean(TieredCacheManager.class).getCache("airports");
        assertThat(cache).isNotNull();
        await().atMost(PATIENCE).until(() -> {
            airports.find("HAM");
            return cache.count(CacheCounter.L1_HIT) > 0;
        });
        int loads = airports.loads();
        airports.find("HAM");
        assertThat(airports.loads()).isEqualTo(loads);
    }

    private static void assertChanges(ConfigurableApplicationContext context, CapturedOutput output) {
        JoiningApplication.Changes changes = context.getBean(JoiningApplication.Changes.class);
        await().atMost(PATIENCE).until(() -> joined(changes.published()) == 2);
        List<ChannelStateChange> told = changes.told();
        assertThat(changes.published()).isEqualTo(told);
        assertThat(told.get(0).before()).isEqualTo(ChannelState.CONNECTING);
        assertThat(told).extracting(ChannelStateChange::after).contains(ChannelState.DETACHED);
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i).before()).isEqualTo(told.get(i - 1).after());
            assertThat(told.get(i).at()).isAfterOrEqualTo(told.get(i - 1).at());
        }
        assertThat(output.getAll().lines().filter((line) -> line.contains("Invalidation channel of 'joining' is")))
            .as("a line for the start and one for each change")
            .hasSize(1 + told.size());
        assertThat(changes.threads()).containsOnly("tiered-cache-channel-states");
    }

    private static long joined(List<ChannelStateChange> changes) {
        return changes.stream()
            .filter((change) -> change.after() == ChannelState.LIVE)
            .filter((change) -> change.before() != ChannelState.SUSPECT)
            .count();
    }

    private static IndicatedHealthDescriptor health(ConfigurableApplicationContext context) {
        return (IndicatedHealthDescriptor) context.getBean(HealthEndpoint.class).healthForPath("tieredCache");
    }

}
