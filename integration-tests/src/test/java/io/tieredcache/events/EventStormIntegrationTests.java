package io.tieredcache.events;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three processes take events, each about an entry of its own, while processes are killed
 * and started at random. An instance that takes none looks on.
 * {@code -Dtiered-cache.test.seed=…} replays the choices.
 */
class EventStormIntegrationTests {

    private static final int PROCESSES = 3;

    private static final int LOADERS = 16;

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    private final String namespace = TestInstance.newNamespace();

    private final EventProducer producer = new EventProducer(RedisFixture.shared().uri(), this.namespace);

    private final List<EventProcess> processes = new ArrayList<>();

    private final EventInstance observer = EventInstance
        .of(TestInstance.builder().namespace(this.namespace).defaults(EventProcess.settings()));

    @AfterEach
    void stop() {
        this.processes.forEach(EventProcess::close);
        this.observer.close();
        this.producer.close();
    }

    @Test
    void everyTargetIsGoneThoughAProcessIsKilled() throws IOException {
        storm(800, 1);
    }

    @Test
    @Tag("drill")
    void everyTargetOfFiftyThousandEventsIsGone() throws IOException {
        storm(50_000, 10);
    }

    private void storm(int events, int kills) throws IOException {
        System.out.println("tiered-cache.test.seed=" + this.seed);
        load(events);
        IntStream.range(0, PROCESSES).forEach((i) -> this.processes.add(start(events)));
        this.processes.forEach(EventProcess::awaitRunning);
        int malformed = 0;
        for (int round = 0; round <= kills; round++) {
            List<String> added = new ArrayList<>();
            for (int i = round * events / (kills + 1); i < (round + 1) * events / (kills + 1); i++) {
                added.add(event(i));
                if (this.random.nextInt(100) == 0) {
                    added.add("malformed " + i);
                    malformed++;
                }
            }
            int heard = lags().size();
            CompletableFuture<Void> adding = TestThreads.run(() -> this.producer.addAll(added));
            if (round < kills) {
                killOne(events, heard + this.random.nextInt(added.size() / 2));
            }
            assertThat(adding).succeedsWithin(Duration.ofMinutes(1));
        }
        soon().until(() -> this.producer.length() == 0);
        soon().until(() -> lags().size() >= events);
        assertAllGone(events);
        assertThat(this.producer.pending()).isZero();
        assertThat(this.producer.rejected()).hasSize(malformed);
        report(events, malformed, kills);
        assertAlive();
    }

    /** The observer loads all entries, and so has a copy of each. */
    private void load(int entries) {
        TieredCache cache = this.observer.cache(EventProcess.CACHE);
        List<CompletableFuture<Void>> loads = IntStream.range(0, LOADERS)
            .mapToObj((first) -> TestThreads.run(() -> IntStream.iterate(first, (i) -> i < entries, (i) -> i + LOADERS)
                .forEach((i) -> load(cache, i))))
            .toList();
        loads.forEach((each) -> assertThat(each).succeedsWithin(Duration.ofMinutes(5)));
        soon().until(() -> cache.count(CacheCounter.FILL) == entries);
        assertThat(left(entries)).isEqualTo(entries);
    }

    private static void load(TieredCache cache, int i) {
        try {
            assertThat(cache.<String>get(EventProcess.key(i), EventProcess.policy(i), (context) -> "old"))
                .isEqualTo("old");
        }
        catch (Throwable ex) {
            throw new AssertionError(ex);
        }
    }

    private EventProcess start(int entries) {
        return EventProcess.start(this.namespace, entries);
    }

    private static String event(int i) {
        String target = (i % 2 == 0) ? "\"tags\":[\"t%d\"]".formatted(i)
                : "\"keys\":[{\"cache\":\"%s\",\"key\":\"%s\"}]".formatted(EventProcess.CACHE, EventProcess.key(i));
        return "{\"version\":1,\"id\":\"e%d\",\"time\":\"%s\",%s}".formatted(i,
                Instant.ofEpochMilli(System.currentTimeMillis()).plusNanos(1_000), target);
    }

    /**
     * Kills one of the processes once the observer has heard of so many events, and
     * starts another one.
     */
    private void killOne(int entries, int heard) {
        int victim = this.random.nextInt(PROCESSES);
        soon().until(() -> lags().size() >= heard);
        this.processes.get(victim).kill();
        this.processes.set(victim, start(entries).awaitRunning());
    }

    private void assertAllGone(int entries) throws IOException {
        assertThat(left(entries)).as("copies left in the observer").isZero();
        for (EventProcess process : this.processes) {
            assertThat(process.copiesLeft()).as("copies left in a process").isZero();
        }
    }

    private long left(int entries) {
        TieredCache cache = this.observer.cache(EventProcess.CACHE);
        return IntStream.range(0, entries)
            .filter((i) -> cache.lookup(EventProcess.key(i), EventProcess.policy(i)) != null)
            .count();
    }

    /** The processes still take events. */
    private void assertAlive() {
        int before = lags().size();
        this.producer.addTags("one more");
        soon().until(() -> lags().size() > before);
    }

    private List<Duration> lags() {
        return this.observer.applied().stream().flatMap((each) -> each.eventLags().stream()).toList();
    }

    private void report(int events, int malformed, int kills) {
        List<Duration> sorted = lags().stream().sorted().toList();
        System.out.println("Events: %d, malformed: %d, killed: %d, applied twice: %d, lag p50 %d ms, p99 %d ms"
            .formatted(events, malformed, kills, sorted.size() - events, sorted.get(sorted.size() / 2).toMillis(),
                    sorted.get(sorted.size() * 99 / 100).toMillis()));
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(90));
    }

}
