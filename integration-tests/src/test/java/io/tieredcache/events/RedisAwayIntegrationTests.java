package io.tieredcache.events;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Redis goes away while an event is being done.
 */
class RedisAwayIntegrationTests {

    @Test
    void eventThatRedisWasAwayForIsAppliedAfterwards() {
        String namespace = TestInstance.newNamespace();
        try (RedisServerProcess server = RedisServerProcess.onFreePort();
                EventProducer producer = new EventProducer(server.uri(), namespace);
                EventInstance instance = EventInstance.of(TestInstance.builder()
                    .redis(server.host(), server.port())
                    .namespace(namespace)
                    .timeout(Duration.ofMillis(500)))) {
            instance.beforeInvalidation(() -> {
                if (instance.invalidations().isEmpty()) {
                    server.pause();
                }
            });
            instance.start();
            producer.addTags("t");
            await().atMost(Duration.ofSeconds(30)).until(() -> instance.invalidations().size() > 1);
            assertThat(instance.consumer().applied()).isZero();
            server.resume();
            await().atMost(Duration.ofSeconds(30)).until(() -> instance.consumer().applied() == 1);
            assertThat(instance.tags()).containsOnly("t");
            await().atMost(Duration.ofSeconds(30)).until(() -> producer.length() == 0);
            assertThat(producer.rejected()).isEmpty();
        }
    }

}
