package io.tieredcache.writebehind;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;

import io.tieredcache.testing.RedisFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the queue of visits has in the shared Redis.
 *
 * @param namespace the namespace
 */
record QueueKeys(String namespace) {

    String key(String name) {
        return "tc:{" + this.namespace + "}:wb:" + Journal.CACHE + ":" + name;
    }

    String stream(int partition) {
        return key(Integer.toString(partition));
    }

    String owner(int partition) {
        return key(partition + ":owner");
    }

    long depth() {
        return RedisFixture.shared()
            .execute((commands) -> IntStream.range(0, 8)
                .filter((partition) -> "stream".equals(commands.type(stream(partition))))
                .mapToLong((partition) -> commands.xlen(stream(partition)))
                .sum());
    }

    long pending() {
        return RedisFixture.shared().execute((commands) -> commands.hlen(key("pending")));
    }

    List<StreamMessage<String, String>> deadLetters() {
        return RedisFixture.shared().execute((commands) -> commands.xrange(key("dead"), Range.unbounded()));
    }

    void awaitEmpty() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(depth()).isZero());
        assertThat(pending()).isZero();
    }

    /**
     * Removes an entry from L2, as an eviction for lack of memory does.
     */
    void dropEntry(String id) {
        RedisFixture.shared()
            .execute((RedisCommands<String, String> commands) -> commands
                .del("tc:" + this.namespace + ":" + Journal.CACHE + ":v1:{s:" + id + "}"));
    }

}
