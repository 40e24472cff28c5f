package io.tieredcache.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.tieredcache.InvalidationQueue;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidationQueueMetricsTests {

    @Test
    void metersFollowTheQueue() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new InvalidationQueueMetrics(new FixedQueue()).bindTo(registry);
        assertThat(registry.get("tiered.cache.invalidation.queue.size").gauge().value()).isEqualTo(3);
        assertThat(registry.get("tiered.cache.invalidation.queue.age").timeGauge().value(TimeUnit.SECONDS))
            .isEqualTo(90);
        assertThat(registry.get("tiered.cache.invalidation.queue.overflows").functionCounter().count()).isEqualTo(2);
    }

    private static final class FixedQueue implements InvalidationQueue {

        @Override
        public int size() {
            return 3;
        }

        @Override
        public Duration oldestAge() {
            return Duration.ofSeconds(90);
        }

        @Override
        public long overflows() {
            return 2;
        }

    }

}
