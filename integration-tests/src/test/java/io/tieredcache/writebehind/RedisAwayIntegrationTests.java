package io.tieredcache.writebehind;

import java.time.Duration;
import java.util.function.Consumer;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteNotAcceptedException;
import io.tieredcache.WriteRecord;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Redis takes no records.
 */
class RedisAwayIntegrationTests {

    private final RedisServerProcess redis = RedisServerProcess.onFreePort();

    private final Journal journal = new Journal();

    @AfterEach
    void stop() {
        this.redis.close();
    }

    private WritingInstance start(String... settings) {
        return WritingInstance.start(this.redis.host(), this.redis.port(), TestInstance.newNamespace(), this.journal,
                settings);
    }

    private void execute(Consumer<RedisCommands<String, String>> action) {
        RedisClient client = RedisClient.create(this.redis.uri());
        try (var connection = client.connect()) {
            action.accept(connection.sync());
        }
        finally {
            client.shutdown(Duration.ZERO, Duration.ZERO);
        }
    }

    @Test
    void handlerWritesOnTheCallersThreadWhileRedisIsAway() {
        try (WritingInstance instance = start("partitions=1", "shutdown-timeout=0s").awaitLive().awaitOwned(1)) {
            instance.visits().write("a", 1);
            instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
            this.redis.kill();
            instance.visits().write("a", 2);
            instance.visits().write("a", 3);
            assertThat(this.journal.row("a")).isEqualTo(new Visit("a", 3));
            assertThat(instance.count(WriteBehindCounter.DIRECT)).isEqualTo(2);
            assertThat(this.journal.records()).extracting(WriteRecord::order).isSorted().doesNotHaveDuplicates();
            assertThat(this.journal.records().get(1).id()).isEqualTo(WriteRecord.DIRECT);
            this.redis.start();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                instance.visits().write("a", 4);
                assertThat(instance.count(WriteBehindCounter.QUEUED)).isGreaterThan(1);
            });
            await().atMost(Duration.ofSeconds(30))
                .until(() -> instance.count(WriteBehindCounter.WRITTEN) == instance.count(WriteBehindCounter.QUEUED));
            assertThat(this.journal.records()).extracting(WriteRecord::order).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void callFailsWhileRedisIsAwayWhereThatIsSet() {
        try (WritingInstance instance = start("on-unavailable=fail", "shutdown-timeout=0s").awaitLive()) {
            this.redis.kill();
            assertThatExceptionOfType(WriteNotAcceptedException.class).isThrownBy(() -> instance.visits().write("a", 2))
                .withMessageContaining("visits")
                .withMessageContaining("Repeat");
            assertThat(instance.count(WriteBehindCounter.REFUSED)).isOne();
            assertThat(this.journal.rows()).isZero();
        }
    }

    /**
     * A frozen server answers late what it was sent: what its callers gave up must not be
     * queued then, behind values that were written meanwhile.
     */
    @Test
    void recordThatRedisGetsTooLateIsNotQueued() {
        try (WritingInstance instance = start("partitions=1", "tiered-cache.redis.timeout=500ms",
                "tiered-cache.redis.min-timeout=500ms")
            .awaitLive()
            .awaitOwned(1)) {
            this.redis.pause();
            instance.visits().write("a", 1);
            assertThat(instance.count(WriteBehindCounter.DIRECT)).isOne();
            this.redis.resume();
            instance.awaitOwned(1);
            instance.visits().write("b", 1);
            instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
            assertThat(this.journal.records()).extracting(WriteRecord::value)
                .containsExactly(new Visit("a", 1), new Visit("b", 1));
        }
    }

    @Test
    void fullRedisLosesNothingAndTheCacheIsToldLater() {
        try (WritingInstance instance = start("partitions=1", "shutdown-timeout=0s").awaitLive().awaitOwned(1)) {
            instance.visits().write("a", 1);
            instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
            assertThat(instance.visits().read("a")).isEqualTo(new Visit("a", 1));
            execute((commands) -> commands.configSet("maxmemory", "1"));
            instance.visits().write("a", 2);
            assertThat(instance.count(WriteBehindCounter.DIRECT)).isOne();
            assertThat(this.journal.row("a")).isEqualTo(new Visit("a", 2));
            execute((commands) -> commands.configSet("maxmemory", "0"));
            await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(instance.visits().read("a")).isEqualTo(new Visit("a", 2)));
            instance.visits().write("a", 3);
            instance.awaitCount(WriteBehindCounter.WRITTEN, 2);
        }
    }

    @Test
    void handlerThatFailsOnTheCallersThreadFailsTheCall() {
        try (WritingInstance instance = start("shutdown-timeout=0s").awaitLive()) {
            this.redis.kill();
            this.journal.fault((records) -> {
                throw new IllegalStateException("secret");
            });
            assertThatExceptionOfType(WriteNotAcceptedException.class).isThrownBy(() -> instance.visits().write("a", 2))
                .withMessageContaining(IllegalStateException.class.getName())
                .withMessageNotContaining("secret");
        }
    }

}
