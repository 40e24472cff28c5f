package io.tieredcache.events;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.TieredCache;
import io.tieredcache.jackson.OutsideEventJson;
import io.tieredcache.redis.RedisEventStream;
import io.tieredcache.store.EventStream;
import io.tieredcache.store.StreamEvent;
import io.tieredcache.testing.TestInstance;

/**
 * An instance that takes events from outside.
 */
final class EventInstance implements AutoCloseable {

    static final EventSettings SETTINGS = new EventSettings(Duration.ofMillis(10), 100, Duration.ofMillis(500));

    private final TestInstance instance;

    private final EventConsumer consumer;

    private final List<CacheInvalidation> invalidations = new CopyOnWriteArrayList<>();

    private final List<AppliedInvalidation> applied;

    private final LongAdder reads = new LongAdder();

    private volatile Runnable beforeInvalidation = () -> {
    };

    private EventInstance(TestInstance instance, List<AppliedInvalidation> applied, EventSettings settings,
            int maxDeadLetters) {
        this.instance = instance;
        this.applied = applied;
        CacheInvalidator invalidator = (invalidation) -> {
            this.beforeInvalidation.run();
            this.invalidations.add(invalidation);
            instance.invalidator().invalidate(invalidation);
        };
        this.consumer = new EventConsumer(counted(stream(instance, maxDeadLetters)), instance.runtime()::await,
                new OutsideEventJson(), instance.manager(), invalidator, settings, System::nanoTime, (task) -> {
                    Thread thread = new Thread(task, "events");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private EventStream counted(EventStream stream) {
        return new EventStream() {

            @Override
            public CompletableFuture<List<StreamEvent>> read(int count) {
                return stream.read(count).whenComplete((events, failure) -> EventInstance.this.reads.increment());
            }

            @Override
            public CompletableFuture<List<StreamEvent>> claim(long idleMillis, int count) {
                return stream.claim(idleMillis, count)
                    .whenComplete((events, failure) -> EventInstance.this.reads.increment());
            }

            @Override
            public CompletableFuture<Integer> settle(List<String> done, List<Rejected> rejected) {
                return stream.settle(done, rejected);
            }

        };
    }

    private EventStream stream(TestInstance instance, int maxDeadLetters) {
        return new RedisEventStream(instance.connections(), instance.namespace(), UUID.randomUUID().toString(),
                new RedisEventStream.Limits(OutsideEvent.MAX_BYTES, maxDeadLetters, 3_600_000));
    }

    static EventInstance of(TestInstance.Builder builder) {
        return of(builder, SETTINGS);
    }

    static EventInstance of(TestInstance.Builder builder, EventSettings settings) {
        return of(builder, settings, 10_000);
    }

    static EventInstance of(TestInstance.Builder builder, EventSettings settings, int maxDeadLetters) {
        List<AppliedInvalidation> applied = new CopyOnWriteArrayList<>();
        return new EventInstance(builder.invalidationListener(applied::add).startLive(), applied, settings,
                maxDeadLetters);
    }

    EventInstance start() {
        this.consumer.start();
        return this;
    }

    void stop() {
        this.consumer.stop();
    }

    void beforeInvalidation(Runnable action) {
        this.beforeInvalidation = action;
    }

    EventConsumer consumer() {
        return this.consumer;
    }

    TestInstance instance() {
        return this.instance;
    }

    TieredCache cache(String name) {
        return this.instance.cache(name);
    }

    List<CacheInvalidation> invalidations() {
        return this.invalidations;
    }

    List<String> tags() {
        return this.invalidations.stream()
            .flatMap((each) -> each.tags().stream())
            .map(CacheInvalidation.Tag::tag)
            .toList();
    }

    /** How often the stream was asked, with or without success. */
    long reads() {
        return this.reads.sum();
    }

    List<AppliedInvalidation> applied() {
        return this.applied;
    }

    @Override
    public void close() {
        this.consumer.stop();
        this.instance.close();
    }

}
