package io.tieredcache.writebehind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache.CachedValue;
import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteRecord;
import io.tieredcache.metrics.WriteBehindMetrics;
import io.tieredcache.testing.MemoryTransactionManager;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One instance queues and writes.
 */
class WriteBehindIntegrationTests {

    private final String namespace = TestInstance.newNamespace();

    private final QueueKeys keys = new QueueKeys(this.namespace);

    private final Journal journal = new Journal();

    private final List<WritingInstance> started = new ArrayList<>();

    private WritingInstance start(String... settings) {
        WritingInstance instance = WritingInstance.start(this.namespace, this.journal, settings).awaitLive();
        this.started.add(instance);
        return instance;
    }

    @AfterEach
    void stop() {
        this.journal.open();
        this.journal.fault((records) -> {
        });
        this.started.forEach(WritingInstance::close);
    }

    @Test
    void recordsOfAKeyAreWrittenInOrderOnce() {
        WritingInstance instance = start("batch-size=7");
        int writers = 4;
        int writes = 150;
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String prefix = "w" + writer + "-";
            calls.add(TestThreads.run(() -> {
                for (int i = 0; i < writes; i++) {
                    instance.visits().write(prefix + (i % 5), i);
                }
            }));
        }
        calls.forEach((call) -> assertThat(call).succeedsWithin(Duration.ofSeconds(60)));
        instance.awaitCount(WriteBehindCounter.WRITTEN, (long) writers * writes);
        this.keys.awaitEmpty();
        assertThat(this.journal.records()).hasSize(writers * writes);
        Map<String, WriteRecord<Visit>> latest = new HashMap<>();
        for (WriteRecord<Visit> record : this.journal.records()) {
            WriteRecord<Visit> before = latest.put(record.key(), record);
            if (before != null) {
                assertThat(record.order()).isGreaterThan(before.order());
                assertThat(count(record)).isGreaterThan(count(before));
            }
            assertThat(record.attempt()).isOne();
        }
        assertThat(this.journal.batches()).allMatch((batch) -> batch.size() <= 7).anyMatch((batch) -> batch.size() > 1);
    }

    private static long count(WriteRecord<Visit> record) {
        Visit value = record.value();
        assertThat(value).isNotNull();
        return value.count();
    }

    @Test
    void mergeGivesTheLatestValueOfEachKey() throws InterruptedException {
        WritingInstance instance = start("merge=true", "partitions=1").awaitOwned(1);
        this.journal.close();
        instance.visits().write("first", 0);
        this.journal.awaitReached();
        for (int i = 1; i <= 30; i++) {
            instance.visits().write("a", i);
            instance.visits().write("b", i);
        }
        this.journal.open();
        instance.awaitCount(WriteBehindCounter.WRITTEN, 61);
        assertThat(this.journal.batches()).hasSize(2);
        assertThat(this.journal.batches().get(1)).extracting(WriteRecord::value)
            .containsExactly(new Visit("a", 30), new Visit("b", 30));
        assertThat(instance.count(WriteBehindCounter.MERGED)).isEqualTo(58);
        this.keys.awaitEmpty();
    }

    @Test
    void valueOfTheMethodsResultIsQueuedUnlessExcluded() {
        WritingInstance instance = start();
        instance.visits().writeByResult("a", 1);
        instance.visits().writeByResult("b", -1);
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        assertThat(this.journal.row("a")).isEqualTo(new Visit("a", 1));
        assertThat(instance.count(WriteBehindCounter.QUEUED)).isOne();
    }

    @Test
    void unwrittenValueIsServedAfterItsEntryIsGone() throws InterruptedException {
        WritingInstance instance = start();
        instance.visits().write("a", 1);
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        this.journal.close();
        instance.visits().write("a", 2);
        this.journal.awaitReached();
        instance.cache().clear();
        assertThat(instance.visits().read("a")).isEqualTo(new Visit("a", 2));
        instance.cache().clear();
        assertThat(instance.visits().readBySpring("a")).isEqualTo(new Visit("a", 2));
        instance.cache().clear();
        CachedValue found = instance.cache().lookup("a", EntryPolicy.defaults().withType(Visit.class));
        assertThat(found).isNotNull();
        assertThat(found.value()).isEqualTo(new Visit("a", 2));
        instance.cache().clear();
        assertThat(instance.cache()
            .retrieve("a", () -> CompletableFuture.<Object>failedFuture(new IllegalStateException())))
            .succeedsWithin(Duration.ofSeconds(30))
            .isEqualTo(new Visit("a", 2));
        assertThat(this.journal.reads()).isZero();
        assertThat(instance.count(WriteBehindCounter.READ)).isPositive();
        this.journal.open();
        instance.awaitCount(WriteBehindCounter.WRITTEN, 2);
        instance.cache().clear();
        assertThat(instance.visits().read("a")).isEqualTo(new Visit("a", 2));
        assertThat(this.journal.reads()).isOne();
    }

    @Test
    void unwrittenValueIsServedByAnInstanceThatQueuedNothing() throws InterruptedException {
        WritingInstance instance = start();
        WritingInstance other = start();
        this.journal.close();
        instance.visits().write("a", 2);
        this.journal.awaitReached();
        this.keys.dropEntry("a");
        assertThat(other.visits().read("a")).isEqualTo(new Visit("a", 2));
        assertThat(this.journal.reads()).isZero();
    }

    @Test
    void severalUnwrittenValuesAreReadTogether() throws Throwable {
        WritingInstance instance = start("partitions=1");
        this.journal.close();
        instance.visits().write("a", 1);
        this.journal.awaitReached();
        instance.visits().write("b", 2);
        instance.cache().clear();
        List<String> asked = new ArrayList<>();
        EntryPolicy policy = EntryPolicy.defaults().withType(Visit.class);
        Map<String, Visit> read = instance.cache().getAll(List.of("a", "b", "c"), policy, (keys) -> {
            asked.addAll(keys);
            return Map.of("c", new Visit("c", 3));
        });
        assertThat(read).containsEntry("a", new Visit("a", 1))
            .containsEntry("b", new Visit("b", 2))
            .containsEntry("c", new Visit("c", 3));
        assertThat(asked).containsExactly("c");
        instance.cache().clear();
        assertThat(instance.cache().getAll(List.of("a", "d"))).containsEntry("a", new Visit("a", 1))
            .doesNotContainKey("d");
    }

    @Test
    void valueIsQueuedWhenItsTransactionCommits() {
        WritingInstance instance = start();
        TransactionTemplate transactions = new TransactionTemplate(new MemoryTransactionManager());
        transactions.executeWithoutResult((transaction) -> {
            instance.visits().write("a", 1);
            assertThat(instance.count(WriteBehindCounter.QUEUED)).isZero();
            transaction.setRollbackOnly();
        });
        assertThat(instance.count(WriteBehindCounter.QUEUED)).isZero();
        transactions.executeWithoutResult((transaction) -> {
            instance.visits().write("a", 2);
            assertThat(instance.count(WriteBehindCounter.QUEUED)).isZero();
        });
        assertThat(instance.count(WriteBehindCounter.QUEUED)).isOne();
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        assertThat(this.journal.row("a")).isEqualTo(new Visit("a", 2));
        assertThat(instance.visits().read("a")).isEqualTo(new Visit("a", 2));
    }

    /**
     * The source does not have the value yet, and the transaction has not changed it.
     */
    @Test
    void unwrittenValueIsServedToATransactionThatChangedAnother() throws InterruptedException {
        WritingInstance instance = start();
        this.journal.close();
        instance.visits().write("a", 2);
        this.journal.awaitReached();
        this.keys.dropEntry("a");
        new TransactionTemplate(new MemoryTransactionManager()).executeWithoutResult((transaction) -> {
            instance.cache().evict("b");
            assertThat(instance.visits().read("a")).isEqualTo(new Visit("a", 2));
        });
        assertThat(this.journal.reads()).isZero();
    }

    @Test
    void failedBatchComesAgain() {
        WritingInstance instance = start("partitions=1");
        Map<String, Integer> failed = new ConcurrentHashMap<>();
        this.journal.fault((records) -> {
            if (failed.merge("batches", 1, Integer::sum) <= 3) {
                throw new IllegalStateException("not now");
            }
        });
        instance.visits().write("a", 1);
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        assertThat(this.journal.records()).singleElement().satisfies((record) -> {
            assertThat(record.attempt()).isEqualTo(4);
            assertThat(record.keyAsString()).isEqualTo("a");
            assertThat(record.queuedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        });
        assertThat(instance.count(WriteBehindCounter.RETRY)).isEqualTo(3);
        assertThat(instance.count(WriteBehindCounter.DEAD_LETTER)).isZero();
    }

    @Test
    void poisonedRecordBecomesADeadLetterAndTheOthersAreWritten() throws InterruptedException {
        WritingInstance instance = start("partitions=1", "max-attempts=2").awaitOwned(1);
        this.journal.close();
        instance.visits().write("first", 0);
        this.journal.awaitReached();
        this.journal.fault((records) -> {
            if (records.stream().anyMatch((record) -> record.keyAsString().equals("poison"))) {
                throw new IllegalArgumentException("secret value");
            }
        });
        instance.visits().write("a", 1);
        instance.visits().write("poison", 1);
        instance.visits().write("b", 1);
        instance.visits().write("a", 2);
        this.journal.open();
        instance.awaitCount(WriteBehindCounter.WRITTEN, 4);
        this.keys.awaitEmpty();
        assertThat(this.journal.row("a")).isEqualTo(new Visit("a", 2));
        assertThat(this.journal.row("b")).isEqualTo(new Visit("b", 1));
        assertThat(instance.count(WriteBehindCounter.DEAD_LETTER)).isOne();
        assertThat(this.keys.deadLetters()).singleElement().satisfies((dead) -> {
            assertThat(dead.getBody()).containsEntry("k", "s:poison")
                .containsEntry("reason", IllegalArgumentException.class.getName())
                .containsKeys("id", "attempts", "v", "t");
            assertThat(Integer.parseInt(dead.getBody().get("attempts"))).isGreaterThanOrEqualTo(2);
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> instance.queue().state().deadLetters() == 1);
    }

    @Test
    void recordStaysWhereThereAreTooManyDeadLetters() {
        WritingInstance instance = start("partitions=1", "max-attempts=1", "max-dead-letters=1");
        this.journal.fault((records) -> {
            throw new IllegalArgumentException();
        });
        instance.visits().write("a", 1);
        instance.awaitCount(WriteBehindCounter.DEAD_LETTER, 1);
        instance.visits().write("b", 1);
        await().atMost(Duration.ofSeconds(30)).until(() -> instance.count(WriteBehindCounter.RETRY) >= 4);
        assertThat(this.keys.depth()).isOne();
        this.journal.fault((records) -> {
        });
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        assertThat(this.journal.row("b")).isEqualTo(new Visit("b", 1));
    }

    @Test
    void outageSendsNoRecordToTheDeadLetters() {
        WritingInstance instance = start("partitions=1", "max-attempts=1");
        this.journal.outage(true);
        this.journal.fault((records) -> {
            throw new IllegalStateException("the table is away");
        });
        instance.visits().write("a", 1);
        await().atMost(Duration.ofSeconds(30)).until(() -> instance.count(WriteBehindCounter.RETRY) >= 5);
        this.journal.fault((records) -> {
        });
        instance.awaitCount(WriteBehindCounter.WRITTEN, 1);
        assertThat(this.keys.deadLetters()).isEmpty();
    }

    @Test
    void metersShowDepthLagAndRetries() throws InterruptedException {
        WritingInstance instance = start("partitions=1").awaitOwned(1);
        MeterRegistry meters = new SimpleMeterRegistry();
        instance.bean(WriteBehindMetrics.class).bindTo(meters);
        this.journal.close();
        instance.visits().write("a", 1);
        this.journal.awaitReached();
        await().atMost(Duration.ofSeconds(30))
            .until(() -> meters.get("tiered.cache.write.behind.depth").tag("cache", Journal.CACHE).gauge().value() == 1
                    && meters.get("tiered.cache.write.behind.lag").timeGauge().value() > 0);
        this.journal.fault((records) -> {
            throw new IllegalStateException("not now");
        });
        this.journal.open();
        await().atMost(Duration.ofSeconds(30))
            .until(() -> meters.get("tiered.cache.write.behind.retries").functionCounter().count() > 0);
        this.journal.fault((records) -> {
        });
        await().atMost(Duration.ofSeconds(30))
            .until(() -> meters.get("tiered.cache.write.behind.written").functionCounter().count() == 1
                    && meters.get("tiered.cache.write.behind.depth").gauge().value() == 0
                    && meters.get("tiered.cache.write.behind.lag").timeGauge().value() == 0);
        assertThat(meters.get("tiered.cache.write.behind.dead").gauge().value()).isZero();
        assertThat(meters.get("tiered.cache.write.behind.queued").functionCounter().count()).isOne();
        assertThat(meters.get("tiered.cache.write.behind.partitions").gauge().value()).isOne();
    }

}
