package io.tieredcache.writebehind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteRecord;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several instances share the partitions of a queue.
 */
class PartitionOwnerIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String namespace = TestInstance.newNamespace();

    private final QueueKeys keys = new QueueKeys(this.namespace);

    private final Journal journal = new Journal();

    private final List<WritingInstance> started = new ArrayList<>();

    private WritingInstance start(Journal target, String... settings) {
        WritingInstance instance = WritingInstance.start(this.namespace, target, settings);
        this.started.add(instance);
        return instance;
    }

    @AfterEach
    void stop() {
        this.journal.open();
        this.started.forEach(WritingInstance::close);
    }

    @Test
    void instancesShareThePartitionsAndTakeThoseOfOneThatStops() {
        WritingInstance first = start(this.journal).awaitOwned(4);
        WritingInstance second = start(this.journal).awaitOwned(2);
        first.awaitOwned(2);
        for (int i = 0; i < 40; i++) {
            first.visits().write("k" + i, i);
        }
        this.keys.awaitEmpty();
        assertThat(this.journal.records()).hasSize(40);
        assertThat(first.count(WriteBehindCounter.WRITTEN)).isPositive();
        assertThat(second.count(WriteBehindCounter.WRITTEN)).isPositive();
        first.close();
        assertThat(owners()).as("owners right after the stop").hasSize(1);
        second.awaitOwned(4);
    }

    private Set<String> owners() {
        Set<String> owners = new TreeSet<>();
        RedisFixture.shared()
            .execute((commands) -> commands.mget(this.keys.owner(0), this.keys.owner(1), this.keys.owner(2),
                    this.keys.owner(3)))
            .forEach((owner) -> owner.ifHasValue(owners::add));
        return owners;
    }

    @Test
    void recordsOfADeadInstanceAreWrittenByAnother() throws InterruptedException {
        Journal doomed = new Journal();
        doomed.close();
        WritingInstance dying = start(doomed, "partitions=1").awaitOwned(1);
        dying.visits().write("a", 1);
        doomed.awaitReached();
        dying.visits().write("a", 2);
        dying.visits().write("b", 1);
        dying.cutOff();
        WritingInstance heir = start(this.journal, "partitions=1");
        heir.awaitCount(WriteBehindCounter.WRITTEN, 3);
        this.keys.awaitEmpty();
        assertThat(this.journal.records()).extracting(WriteRecord::value)
            .containsExactly(new Visit("a", 1), new Visit("a", 2), new Visit("b", 1));
        assertThat(this.journal.records().get(0).attempt()).as("it was with the dead instance").isEqualTo(2);
        doomed.open();
    }

    @Test
    void ownerThatLostItsPartitionRemovesNothing() throws InterruptedException {
        WritingInstance instance = start(this.journal, "partitions=1").awaitOwned(1);
        this.journal.close();
        instance.visits().write("a", 1);
        this.journal.awaitReached();
        RedisFixture.shared().execute((commands) -> commands.set(this.keys.owner(0), "another"));
        this.journal.open();
        instance.awaitCount(WriteBehindCounter.FENCED, 1);
        assertThat(this.keys.depth()).isOne();
        assertThat(this.keys.pending()).isOne();
        assertThat(instance.count(WriteBehindCounter.WRITTEN)).isZero();
        RedisFixture.shared().execute((commands) -> commands.del(this.keys.owner(0)));
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        this.keys.awaitEmpty();
        assertThat(this.journal.records()).extracting(WriteRecord::attempt).containsExactly(1, 2);
        assertThat(this.journal.records()).extracting(WriteRecord::order)
            .containsOnly(this.journal.records().get(0).order());
    }

    /**
     * The older record is written again while a newer one of its key waits: readers must
     * not lose sight of the newer one.
     */
    @Test
    void removalOfARecordLeavesALaterValueOfItsKey() throws InterruptedException {
        WritingInstance instance = start(this.journal, "partitions=1", "batch-size=1").awaitOwned(1);
        this.journal.close();
        instance.visits().write("a", 1);
        this.journal.awaitReached();
        instance.visits().write("a", 2);
        AtomicInteger batches = new AtomicInteger();
        this.journal.fault((records) -> {
            if (batches.incrementAndGet() > 1) {
                throw new IllegalStateException("not now");
            }
        });
        this.journal.open();
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        assertThat(this.keys.pending()).isOne();
        this.keys.dropEntry("a");
        instance.cache().clear();
        assertThat(instance.visits().read("a")).isEqualTo(new Visit("a", 2));
        this.journal.fault((records) -> {
        });
        this.keys.awaitEmpty();
    }

    @Test
    void partitionsOfOlderSettingsAreWrittenToo() {
        Journal unused = new Journal();
        unused.close();
        WritingInstance before = start(unused, "partitions=8", "shutdown-timeout=0s").awaitOwned(8);
        for (int i = 0; i < 40; i++) {
            before.visits().write("k" + i, i);
        }
        before.close();
        unused.open();
        start(this.journal, "partitions=2").awaitOwned(8);
        this.keys.awaitEmpty();
        await().atMost(PATIENCE).until(() -> this.journal.rows() == 40);
    }

    @Test
    void stopWritesWhatIsQueued() {
        WritingInstance instance = start(this.journal).awaitOwned(4);
        this.journal.close();
        for (int i = 0; i < 300; i++) {
            instance.visits().write("k" + i, i);
        }
        CompletableFuture<Void> closing = TestThreads.run(instance::close);
        this.journal.open();
        assertThat(closing).succeedsWithin(PATIENCE);
        assertThat(this.journal.rows()).isEqualTo(300);
        assertThat(this.keys.depth()).isZero();
        assertThat(owners()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
            .noneMatch((thread) -> thread.getName().startsWith("tiered-cache-write"));
    }

    @Test
    void stopThatIsOutOfPatienceLosesNothing() throws InterruptedException {
        WritingInstance instance = start(this.journal, "partitions=1", "shutdown-timeout=100ms").awaitOwned(1);
        this.journal.close();
        instance.visits().write("a", 1);
        this.journal.awaitReached();
        instance.visits().write("b", 1);
        instance.close();
        assertThat(this.keys.depth()).isEqualTo(2);
        this.journal.open();
        start(this.journal, "partitions=1").awaitCount(WriteBehindCounter.WRITTEN, 2);
        this.keys.awaitEmpty();
        assertThat(this.journal.row("b")).isEqualTo(new Visit("b", 1));
    }

}
