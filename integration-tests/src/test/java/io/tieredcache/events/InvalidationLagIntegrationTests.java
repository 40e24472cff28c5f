package io.tieredcache.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.metrics.InvalidationLagMetrics;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The time from an event to its effect, as each instance measures it.
 */
class InvalidationLagIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String namespace = TestInstance.newNamespace();

    @Test
    void eachInstanceMeasuresFromEventAndFromPublishing() {
        try (EventInstance a = join(); EventInstance b = join()) {
            Instant event = redisTime().minusSeconds(60);
            a.instance()
                .invalidator()
                .invalidate(CacheInvalidation.none().tags("t").since(event).since(event.minusSeconds(60)));
            for (EventInstance each : List.of(a, b)) {
                await().atMost(PATIENCE).until(() -> each.applied().size() == 1);
                AppliedInvalidation applied = each.applied().get(0);
                assertThat(applied.eventTimes()).containsExactly(Instant.ofEpochMilli(event.toEpochMilli()),
                        Instant.ofEpochMilli(event.minusSeconds(60).toEpochMilli()));
                assertThat(applied.publishLag()).isBetween(Duration.ZERO, PATIENCE);
                assertThat(applied.eventLags().get(0)).isBetween(Duration.ofSeconds(59), PATIENCE.plusSeconds(61));
                assertThat(applied.eventLags().get(1)).isBetween(Duration.ofSeconds(119), PATIENCE.plusSeconds(121));
            }
        }
    }

    @Test
    void outsideEventIsMeasuredFromItsTimeOrFromWhenItWasAdded() {
        try (EventInstance a = join().start();
                EventInstance b = join();
                EventProducer producer = new EventProducer(RedisFixture.shared().uri(), this.namespace)) {
            producer.add("{\"version\":1,\"id\":\"e\",\"tags\":[\"t\"],\"time\":\"%s\"}"
                .formatted(Instant.ofEpochMilli(redisTime().toEpochMilli()).minusSeconds(3600).plusMillis(1)));
            await().atMost(PATIENCE).until(() -> lags(b).size() == 1);
            assertThat(lags(b).get(0)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            producer.addTags("t");
            await().atMost(PATIENCE).until(() -> lags(b).size() == 2);
            assertThat(lags(b).get(1)).isBetween(Duration.ZERO, PATIENCE);
            await().atMost(PATIENCE).until(() -> lags(a).size() == 2);
        }
    }

    @Test
    void listenerThatThrowsStopsNothing() {
        InvalidationLagMetrics metrics = new InvalidationLagMetrics();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        try (TestInstance instance = TestInstance.builder()
            .namespace(this.namespace)
            .invalidationListener((applied) -> {
                throw new IllegalStateException("a listener that fails");
            })
            .invalidationListener(metrics)
            .startLive()) {
            instance.invalidator().invalidate(CacheInvalidation.none().tags("t").since(redisTime().minusSeconds(9)));
            instance.invalidator().invalidate(CacheInvalidation.none().tags("u"));
            await().atMost(PATIENCE)
                .until(() -> registry.get(InvalidationLagMetrics.NAME).tag("from", "publish").timer().count() == 2);
            assertThat(registry.get(InvalidationLagMetrics.NAME).tag("from", "event").timer().count()).isEqualTo(1);
            assertThat(registry.get(InvalidationLagMetrics.NAME).tag("from", "event").timer().max(TimeUnit.SECONDS))
                .isBetween(8.0, 40.0);
            assertThat(instance.channel().resyncs()).isEqualTo(1);
        }
    }

    private static List<Duration> lags(EventInstance instance) {
        return instance.applied().stream().flatMap((each) -> each.eventLags().stream()).toList();
    }

    private static Instant redisTime() {
        List<String> time = RedisFixture.shared().execute((commands) -> commands.time());
        return Instant.ofEpochSecond(Long.parseLong(time.get(0)), Long.parseLong(time.get(1)) * 1_000);
    }

    private EventInstance join() {
        return EventInstance.of(TestInstance.builder().namespace(this.namespace));
    }

}
