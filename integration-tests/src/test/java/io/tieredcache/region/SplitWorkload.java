package io.tieredcache.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.PendingPut;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers on all instances of two regions, and a writer in each.
 */
final class SplitWorkload implements AutoCloseable {

    private static final int READS_PER_SECOND = 300;

    private static final int WRITES_PER_SECOND = 40;

    private final SplitSource source;

    private final long bound;

    private final List<SplitRow> rows = new ArrayList<>();

    private final List<Thread> threads = new ArrayList<>();

    private final LongAdder writes = new LongAdder();

    private volatile Map<String, SplitRow> phase = Map.of();

    private volatile boolean stopped;

    SplitWorkload(SplitSource source, long boundMillis) {
        this.source = source;
        this.bound = TimeUnit.MILLISECONDS.toNanos(boundMillis);
    }

    void start(String name, Region region, long seed) {
        for (int i = 0; i < region.instances().size(); i++) {
            TestInstance instance = region.instances().get(i);
            Random reads = new Random(seed + 31L * i);
            run(READS_PER_SECOND, reads, () -> read(name, instance, reads.nextInt(this.source.size())));
        }
        Random random = new Random(seed + 7);
        run(WRITES_PER_SECOND, random, () -> {
            TestInstance writer = region.instances().get(random.nextInt(region.instances().size()));
            write(name, writer, random.nextInt(this.source.size()), random.nextInt(3));
        });
    }

    private void run(int perSecond, Random random, Runnable step) {
        long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
        Thread thread = new Thread(() -> {
            while (!this.stopped) {
                step.run();
                LockSupport.parkNanos(pause / 2 + random.nextLong(pause));
            }
        }, "split-workload");
        thread.setDaemon(true);
        thread.start();
        this.threads.add(thread);
    }

    /**
     * Begins a phase: what is read from now on counts for it.
     */
    void phase(String name, String... regions) {
        Map<String, SplitRow> next = new ConcurrentHashMap<>();
        for (String region : regions) {
            SplitRow row = new SplitRow(name, region);
            next.put(region, row);
            this.rows.add(row);
        }
        this.phase = next;
    }

    private void read(String region, TestInstance instance, int key) {
        SplitRow row = this.phase.get(region);
        if (row == null) {
            return;
        }
        long began = System.nanoTime();
        try {
            row.read(this.source.item(key), version(instance, key), began, this.bound);
        }
        catch (RuntimeException ex) {
            row.error();
        }
    }

    /**
     * The version that an instance serves.
     */
    int version(TestInstance instance, int key) {
        try {
            Integer value = instance.cache(Region.CACHE)
                .get(key, policy(key), (context) -> this.source.item(key).version());
            assertThat(value).isNotNull();
            return value;
        }
        catch (RuntimeException ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static EntryPolicy policy(int key) {
        return EntryPolicy.defaults().withType(Integer.class).withTags("tag-" + key);
    }

    private void write(String region, TestInstance instance, int key, int kind) {
        try {
            PendingPut put = (kind == 0) ? instance.cache(Region.CACHE).beginPut(key, policy(key)) : null;
            SplitSource.Item item = this.source.item(key);
            SplitSource.Commit commit = item.commit(region);
            this.writes.increment();
            if (put != null) {
                put.complete(item.version());
            }
            else {
                instance.invalidator()
                    .invalidate((kind == 1) ? CacheInvalidation.none().key(Region.CACHE, key)
                            : CacheInvalidation.none().tags("tag-" + key));
            }
            if (instance.runtime().queue().size() == 0) {
                commit.isTold();
            }
        }
        catch (L2UnavailableException ex) {
            // The right to put was not given, so nothing was changed.
            assertThat(kind).isZero();
        }
    }

    List<SplitRow> rows() {
        return this.rows;
    }

    long writes() {
        return this.writes.sum();
    }

    @Override
    public void close() {
        end();
    }

    /**
     * Ends all readers and writers.
     */
    void end() {
        this.stopped = true;
        for (Thread thread : this.threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }

}
