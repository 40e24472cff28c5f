package io.tieredcache.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Reads and writes of two instances while something happens to Redis. A write counts from
 * the moment that Redis acknowledged its invalidation: no later read of the writing
 * instance may be older, and no read of the other one that begins a staleness bound
 * later.
 */
final class CheckedLoad implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(CheckedLoad.class);

    private static final int KEYS = 24;

    private static final Duration BOUND = Duration.ofSeconds(2);

    private final List<TopologyInstance> instances = new ArrayList<>();

    private final AtomicIntegerArray source = new AtomicIntegerArray(KEYS);

    private final List<AtomicIntegerArray> own = List.of(new AtomicIntegerArray(KEYS), new AtomicIntegerArray(KEYS));

    private final List<ConcurrentSkipListMap<Long, Integer>> acknowledged = new ArrayList<>();

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    private final LongAdder reads = new LongAdder();

    private final AtomicInteger writes = new AtomicInteger();

    private final ReentrantLock writing = new ReentrantLock(true);

    private final List<CompletableFuture<Void>> running = new ArrayList<>();

    private volatile boolean stopped;

    CheckedLoad(String namespace, List<String> redis) {
        for (int key = 0; key < KEYS; key++) {
            this.acknowledged.add(new ConcurrentSkipListMap<>(Map.of(Long.MIN_VALUE, 0)));
        }
        for (int i = 0; i < 2; i++) {
            this.instances.add(
                    TopologyInstance
                        .start(namespace, redis, new WrittenVisits(), "tiered-cache.redis.timeout=500ms",
                                "tiered-cache.defaults.staleness-bound=" + BOUND.toMillis() + "ms")
                        .awaitLive());
        }
        long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());
        logger.info("Seed {}", seed);
        for (int i = 0; i < 4; i++) {
            int member = i % 2;
            Random random = new Random(seed + i);
            this.running.add(TestThreads.run(() -> readOn(member, random)));
        }
        Random random = new Random(seed + 4);
        this.running.add(TestThreads.run(() -> writeOn(random)));
    }

    private void readOn(int member, Random random) {
        while (!this.stopped) {
            int key = random.nextInt(KEYS);
            try {
                read(member, key);
            }
            catch (RuntimeException ex) {
                this.errors.add(ex);
            }
            LockSupport.parkNanos(500_000);
        }
    }

    private void read(int member, int key) {
        long now = System.nanoTime();
        int floor = Math.max(this.own.get(member).get(key),
                this.acknowledged.get(key).floorEntry(now - BOUND.toNanos()).getValue());
        int value = this.instances.get(member).read(TopologyInstance.CACHE, key, () -> this.source.get(key), tag(key));
        this.reads.increment();
        if (value < floor) {
            this.violations.add("instance %d, key %d: %d instead of %d".formatted(member, key, value, floor));
        }
    }

    private void writeOn(Random random) {
        while (!this.stopped) {
            this.writing.lock();
            try {
                write(random.nextInt(2), random.nextInt(KEYS), random.nextInt(3));
            }
            catch (RuntimeException ex) {
                this.errors.add(ex);
            }
            finally {
                this.writing.unlock();
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void write(int member, int key, int way) {
        int version = this.source.incrementAndGet(key);
        while (!invalidate(this.instances.get(member), key, way)) {
            if (this.stopped) {
                return;
            }
        }
        this.own.get(member).set(key, version);
        this.acknowledged.get(key).put(System.nanoTime(), version);
        this.writes.incrementAndGet();
    }

    /**
     * Invalidates, until Redis acknowledged it.
     */
    private static boolean invalidate(TopologyInstance instance, int key, int way) {
        long before = instance.cache(TopologyInstance.CACHE).count(CacheCounter.INVALIDATION_FAILURE);
        try {
            switch (way) {
                case 0 -> instance.invalidator().invalidateTags(tag(key));
                case 1 -> instance.cache(TopologyInstance.CACHE).evict(key);
                default -> instance.invalidator()
                    .invalidate(CacheInvalidation.none().keys(TopologyInstance.CACHE, List.of(key, key + KEYS)));
            }
        }
        catch (L2UnavailableException ex) {
            return false;
        }
        return instance.cache(TopologyInstance.CACHE).count(CacheCounter.INVALIDATION_FAILURE) == before;
    }

    private static String tag(int key) {
        return "item:" + key;
    }

    /**
     * Does something while no write is under way.
     */
    void betweenWrites(Runnable action) {
        this.writing.lock();
        try {
            action.run();
        }
        finally {
            this.writing.unlock();
        }
    }

    /**
     * Waits until both instances went on: they are live, and more was read and written.
     */
    void awaitGoingOn() {
        this.instances.forEach(TopologyInstance::awaitLive);
        long read = this.reads.sum();
        int wrote = this.writes.get();
        await().atMost(Duration.ofSeconds(60))
            .until(() -> this.reads.sum() > read + 500 && this.writes.get() > wrote + 50);
    }

    void awaitReads(int count) {
        long read = this.reads.sum();
        await().atMost(Duration.ofSeconds(60)).until(() -> this.reads.sum() > read + count);
    }

    long resyncs(int member) {
        return this.instances.get(member).channel().resyncs();
    }

    /**
     * Asserts that nobody got a wrong answer or an error, and that all is fresh in the
     * end.
     */
    void assertRight() {
        betweenWrites(() -> this.stopped = true);
        this.running.forEach(CompletableFuture::join);
        logger.info("{} reads, {} writes, {} L1 hits, {} L2 hits, {} loads, {} errors of L2", this.reads, this.writes,
                count(CacheCounter.L1_HIT), count(CacheCounter.L2_HIT), count(CacheCounter.LOAD),
                count(CacheCounter.L2_ERROR));
        assertThat(this.errors).isEmpty();
        assertThat(this.violations).isEmpty();
        assertThat(count(CacheCounter.L1_HIT)).isPositive();
        assertThat(count(CacheCounter.L2_HIT)).isPositive();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (TopologyInstance instance : this.instances) {
                for (int key = 0; key < KEYS; key++) {
                    int id = key;
                    assertThat(instance.read(TopologyInstance.CACHE, key, () -> this.source.get(id), tag(key)))
                        .isEqualTo(this.source.get(key));
                }
            }
        });
    }

    private long count(CacheCounter counter) {
        return this.instances.stream()
            .mapToLong((instance) -> instance.cache(TopologyInstance.CACHE).count(counter))
            .sum();
    }

    @Override
    public void close() {
        this.stopped = true;
        this.instances.forEach(TopologyInstance::close);
    }

}
