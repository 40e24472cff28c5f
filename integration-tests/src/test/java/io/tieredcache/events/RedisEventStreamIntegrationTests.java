package io.tieredcache.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lettuce.core.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.redis.RedisEventStream;
import io.tieredcache.store.EventStream;
import io.tieredcache.store.StreamEvent;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The stream as one consumer has it.
 */
class RedisEventStreamIntegrationTests {

    private static final int MAX = 1 << 20;

    private static final int BEGIN = 16 << 10;

    private final TestInstance instance = TestInstance.builder().startLive();

    private final EventProducer producer = new EventProducer(RedisFixture.shared().uri(), this.instance.namespace());

    private final EventStream stream = new RedisEventStream(this.instance.connections(), this.instance.namespace(),
            "me", new RedisEventStream.Limits(MAX, 100, 100, 5_000));

    @AfterEach
    void close() {
        this.instance.close();
        this.producer.close();
    }

    @Test
    void longestEventIsReadAndOfALongerOneTheBegin() {
        this.producer.add("x".repeat(MAX));
        this.producer.add("y".repeat(MAX + 1));
        List<StreamEvent> events = this.stream.read(10);
        assertThat(events).extracting(StreamEvent::size).containsExactly((long) MAX, MAX + 1L);
        assertThat(events.get(0).body()).hasSize(MAX);
        assertThat(events.get(1).body()).hasSize(BEGIN);
    }

    @Test
    void batchOfLongEventsIsCut() {
        String big = "x".repeat(MAX);
        for (int i = 0; i < 7; i++) {
            this.producer.add(big);
        }
        assertThat(this.stream.read(100)).hasSize(5);
        assertThat(this.stream.read(100)).hasSize(2);
        assertThat(this.stream.read(100)).isEmpty();
        assertThat(this.stream.claim(0, 100)).hasSize(5);
        assertThat(this.stream.claim(0, 2)).hasSize(2);
    }

    @Test
    void textIsReadFromTheFieldOfItsName() {
        this.producer.commands().xadd(this.producer.stream(), Map.of("a", "1", "event", "text", "b", "2"));
        this.producer.commands().xadd(this.producer.stream(), Map.of("a", "event"));
        this.producer.commands().xadd(this.producer.stream(), Map.of("event", ""));
        assertThat(this.stream.read(10)).extracting(StreamEvent::size).containsExactly(4L, -1L, 0L);
    }

    @Test
    void instancesThatAreGoneAreForgottenUnlessTheyHaveEvents() {
        this.stream.read(1);
        this.producer.commands().xgroupCreateconsumer(this.producer.stream(), Consumer.from("tiered-cache", "silent"));
        this.producer.addAndTakeAs("busy", EventProducer.tagged("t"));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            this.stream.claim(3_600_000, 10);
            return !consumers().contains("silent");
        });
        assertThat(consumers()).contains("busy");
        assertThat(this.producer.pending()).isEqualTo(1);
        assertThat(this.stream.claim(0, 10)).hasSize(1);
    }

    @Test
    void eventThatAnotherEndedIsNotRejected() {
        this.producer.add("garbage");
        StreamEvent event = this.stream.read(1).get(0);
        assertThat(this.stream.settle(List.of(event.id()), List.of())).isZero();
        assertThat(this.stream.settle(List.of(), List.of(new EventStream.Rejected(event, "malformed", "x")))).isZero();
        assertThat(this.producer.rejected()).isEmpty();
    }

    @Test
    void rejectedEventsThatCannotBeKeptAreCounted() {
        this.producer.commands().set(this.producer.deadLetters(), "text");
        this.producer.add("garbage");
        StreamEvent event = this.stream.read(1).get(0);
        assertThat(this.stream.settle(List.of(), List.of(new EventStream.Rejected(event, "malformed", "x")))).isOne();
        assertThat(this.producer.length()).isZero();
    }

    private String consumers() {
        return this.producer.commands().xinfoConsumers(this.producer.stream(), "tiered-cache").toString();
    }

}
