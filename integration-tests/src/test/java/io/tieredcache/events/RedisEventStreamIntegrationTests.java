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
            "me", new RedisEventStream.Limits(MAX, 100, 100));

    @AfterEach
    void close() {
        this.instance.close();
        this.producer.close();
    }

    @Test
    void longestEventIsReadAndOfALongerOneTheBegin() {
        this.producer.add("x".repeat(MAX));
        this.producer.add("y".repeat(MAX + 1));
        List<StreamEvent> events = read(10);
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
        assertThat(read(100)).hasSize(5);
        assertThat(read(100)).hasSize(2);
        assertThat(read(100)).isEmpty();
        assertThat(claim(0, 100)).hasSize(5);
        assertThat(claim(0, 2)).hasSize(2);
    }

    @Test
    void textIsReadFromTheFieldOfItsName() {
        this.producer.commands().xadd(this.producer.stream(), Map.of("a", "1", "event", "text", "b", "2"));
        this.producer.commands().xadd(this.producer.stream(), Map.of("a", "event"));
        this.producer.commands().xadd(this.producer.stream(), Map.of("event", ""));
        assertThat(read(10)).extracting(StreamEvent::size).containsExactly(4L, -1L, 0L);
    }

    @Test
    void instancesThatAreGoneAreForgottenUnlessTheyHaveEvents() {
        read(1);
        this.producer.commands().xgroupCreateconsumer(this.producer.stream(), Consumer.from("tiered-cache", "silent"));
        this.producer.addAndTakeAs("busy", EventProducer.tagged("t"));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            claim(3_600_000, 10);
            return !consumers().contains("silent");
        });
        assertThat(consumers()).contains("busy");
        assertThat(this.producer.pending()).isEqualTo(1);
        assertThat(claim(0, 10)).hasSize(1);
    }

    @Test
    void eventThatAnotherEndedIsNotRejected() {
        this.producer.add("garbage");
        StreamEvent event = read(1).get(0);
        assertThat(settle(List.of(event.id()), List.of())).isZero();
        assertThat(settle(List.of(), List.of(new EventStream.Rejected(event, "malformed", "x")))).isZero();
        assertThat(this.producer.rejected()).isEmpty();
    }

    @Test
    void rejectedEventsThatCannotBeKeptAreCounted() {
        this.producer.commands().set(this.producer.deadLetters(), "text");
        this.producer.add("garbage");
        StreamEvent event = read(1).get(0);
        assertThat(settle(List.of(), List.of(new EventStream.Rejected(event, "malformed", "x")))).isOne();
        assertThat(this.producer.length()).isZero();
    }

    private List<StreamEvent> read(int count) {
        return this.instance.runtime().await(this.stream.read(count));
    }

    private List<StreamEvent> claim(long idleMillis, int count) {
        return this.instance.runtime().await(this.stream.claim(idleMillis, count));
    }

    private int settle(List<String> done, List<EventStream.Rejected> rejected) {
        return this.instance.runtime().await(this.stream.settle(done, rejected));
    }

    private String consumers() {
        return this.producer.commands().xinfoConsumers(this.producer.stream(), "tiered-cache").toString();
    }

}
