package io.tieredcache.writebehind;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteNotAcceptedException;
import io.tieredcache.WriteRecord;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values come faster than they are written.
 */
class FullQueueIntegrationTests {

    private final String namespace = TestInstance.newNamespace();

    private final QueueKeys keys = new QueueKeys(this.namespace);

    private final Journal journal = new Journal();

    private @Nullable WritingInstance started;

    private WritingInstance start(String... settings) {
        WritingInstance instance = WritingInstance.start(this.namespace, this.journal, settings).awaitOwned(1);
        this.started = instance;
        return instance;
    }

    @AfterEach
    void stop() {
        this.journal.open();
        if (this.started != null) {
            this.started.close();
        }
    }

    @Test
    void callAboveTheBoundWaitsUntilItsRecordIsWritten() throws InterruptedException {
        WritingInstance instance = start("partitions=1", "max-length=5", "max-wait=60s");
        this.journal.close();
        for (int i = 0; i < 5; i++) {
            instance.visits().write("a", i);
        }
        this.journal.awaitReached();
        assertThat(instance.count(WriteBehindCounter.WAITED)).isZero();
        CompletableFuture<Visit> waiting = TestThreads.supply(() -> instance.visits().write("a", 5));
        instance.awaitCount(WriteBehindCounter.WAITED, 1);
        assertThat(this.keys.depth()).isEqualTo(6);
        assertThat(waiting).isNotDone();
        this.journal.open();
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
        assertThat(this.journal.row("a")).isEqualTo(new Visit("a", 5));
        this.keys.awaitEmpty();
    }

    @Test
    void callAboveTwiceTheBoundIsWrittenByItsCaller() throws InterruptedException {
        WritingInstance instance = start("partitions=1", "max-length=2", "max-wait=50ms");
        this.journal.close();
        for (int i = 0; i < 4; i++) {
            instance.visits().write("a", i);
        }
        this.journal.awaitReached();
        assertThat(this.keys.depth()).isEqualTo(4);
        CompletableFuture<Visit> direct = TestThreads.supply(() -> instance.visits().write("b", 9));
        assertThat(direct).isNotDone();
        this.journal.open();
        assertThat(direct).succeedsWithin(Duration.ofSeconds(30));
        this.keys.awaitEmpty();
        assertThat(this.journal.row("b")).isEqualTo(new Visit("b", 9));
        assertThat(this.journal.records()).allMatch((record) -> record.order() > 0);
    }

    @Test
    void callAboveTwiceTheBoundFailsWhereThatIsSet() throws InterruptedException {
        WritingInstance instance = start("partitions=1", "max-length=2", "max-wait=50ms", "on-unavailable=fail");
        this.journal.close();
        for (int i = 0; i < 4; i++) {
            instance.visits().write("a", i);
        }
        this.journal.awaitReached();
        assertThatExceptionOfType(WriteNotAcceptedException.class).isThrownBy(() -> instance.visits().write("b", 9))
            .withMessageContaining("visits")
            .withMessageContaining("full");
        assertThat(instance.count(WriteBehindCounter.REFUSED)).isOne();
        this.journal.open();
        this.keys.awaitEmpty();
        assertThat(this.journal.row("b")).isNull();
    }

    @Test
    void directWriteComesAfterWhatIsQueuedByItsOrder() throws InterruptedException {
        WritingInstance instance = start("partitions=1", "max-length=1", "max-wait=0s");
        this.journal.close();
        instance.visits().write("a", 1);
        this.journal.awaitReached();
        instance.visits().write("a", 2);
        CompletableFuture<Visit> direct = TestThreads.supply(() -> instance.visits().write("a", 3));
        this.journal.open();
        assertThat(direct).succeedsWithin(Duration.ofSeconds(30));
        this.keys.awaitEmpty();
        assertThat(this.journal.records().stream().sorted((a, b) -> Long.compare(a.order(), b.order())))
            .extracting(WriteRecord::value)
            .containsExactly(new Visit("a", 1), new Visit("a", 2), new Visit("a", 3));
    }

    @Test
    void foreignRecordsBecomeDeadLettersAndTheOthersAreWritten() {
        WritingInstance instance = start("partitions=1");
        RedisFixture.shared().execute((commands) -> {
            commands.xadd(this.keys.stream(0), "hello", "world");
            commands.xadd(this.keys.stream(0), "k", "s:a", "v", "garbage", "t", "now");
            return commands.xadd(this.keys.stream(0), "k", "s:a");
        });
        instance.awaitCount(WriteBehindCounter.UNREADABLE, 3);
        assertThat(this.keys.deadLetters()).hasSize(3)
            .allSatisfy((dead) -> assertThat(dead.getBody()).containsEntry("reason", "unreadable"));
        instance.visits().write("a", 1);
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        this.keys.awaitEmpty();
    }

    @Test
    void foreignPendingValueIsNoValue() {
        WritingInstance instance = start("partitions=1");
        RedisFixture.shared().execute((commands) -> commands.hset(this.keys.key("pending"), "s:a", "12 garbage"));
        assertThat(instance.visits().read("a")).isNull();
        assertThat(this.journal.reads()).isOne();
        assertThat(instance.count(WriteBehindCounter.UNREADABLE)).isOne();
        RedisFixture.shared().execute((commands) -> commands.del(this.keys.key("pending")));
        RedisFixture.shared().execute((commands) -> commands.set(this.keys.key("pending"), "no hash"));
        assertThat(instance.visits().read("b")).isNull();
        assertThat(this.journal.reads()).isEqualTo(2);
    }

    @Test
    void keysOfOtherTypesAreSurvived() {
        WritingInstance instance = start("partitions=1");
        RedisFixture.shared().execute((commands) -> {
            commands.del(this.keys.stream(0), this.keys.owner(0), this.keys.key("seq"));
            commands.lpush(this.keys.owner(0), "no owner");
            commands.lpush(this.keys.key("seq"), "no number");
            return commands.set(this.keys.stream(0), "no stream");
        });
        instance.visits().write("a", 1);
        instance.awaitCount(WriteBehindCounter.DIRECT, 1);
        assertThat(this.journal.row("a")).isEqualTo(new Visit("a", 1));
        RedisFixture.shared().execute((commands) -> {
            commands.set(this.keys.key("pending"), "no hash");
            return commands.del(this.keys.stream(0));
        });
        instance.visits().write("a", 2);
        instance.awaitCount(WriteBehindCounter.DIRECT, 2);
        assertThat(this.keys.depth()).isZero();
        RedisFixture.shared().execute((commands) -> commands.del(this.keys.key("pending")));
        instance.visits().write("a", 3);
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        assertThat(this.journal.row("a")).isEqualTo(new Visit("a", 3));
        this.keys.awaitEmpty();
    }

    @Test
    void recordThatSomebodyDeletedHoldsUpNothing() throws InterruptedException {
        WritingInstance instance = start("partitions=1");
        this.journal.close();
        instance.visits().write("a", 1);
        this.journal.awaitReached();
        this.journal.fault((records) -> {
            RedisFixture.shared().execute((commands) -> commands.xtrim(this.keys.stream(0), 0));
            throw new IllegalStateException("not now");
        });
        this.journal.open();
        instance.awaitCount(WriteBehindCounter.RETRY, 1);
        this.journal.fault((records) -> {
        });
        instance.visits().write("b", 1);
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        assertThat(this.journal.row("b")).isEqualTo(new Visit("b", 1));
    }

    @Test
    void lostSequenceGoesOnFromTheLatestRecord() {
        WritingInstance instance = start("partitions=1");
        long ahead = (System.currentTimeMillis() + Duration.ofDays(1).toMillis()) * 1024;
        RedisFixture.shared().execute((commands) -> commands.set(this.keys.key("seq"), Long.toString(ahead)));
        instance.visits().write("a", 1);
        RedisFixture.shared().execute((commands) -> commands.del(this.keys.key("seq")));
        instance.visits().write("a", 2);
        instance.awaitCount(WriteBehindCounter.WRITTEN, 2);
        assertThat(this.journal.records()).extracting(WriteRecord::order).containsExactly(ahead + 1, ahead + 2);
    }

}
