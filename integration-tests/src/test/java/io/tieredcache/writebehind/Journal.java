package io.tieredcache.writebehind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table that visits are written to, and that remembers every batch. Several instances
 * may write to one.
 */
final class Journal implements WriteBehindHandler<Visit> {

    static final String CACHE = "visits";

    private final Map<String, Visit> table = new ConcurrentHashMap<>();

    private final List<List<WriteRecord<Visit>>> batches = new ArrayList<>();

    private final AtomicInteger reads = new AtomicInteger();

    private volatile @Nullable CountDownLatch gate;

    private volatile CountDownLatch reached = new CountDownLatch(1);

    private volatile Fault fault = (records) -> {
    };

    private volatile boolean outage;

    @Override
    public String cache() {
        return CACHE;
    }

    @Override
    public void write(List<WriteRecord<Visit>> records) throws Exception {
        CountDownLatch current = this.gate;
        if (current != null) {
            this.reached.countDown();
            assertThat(current.await(60, TimeUnit.SECONDS)).isTrue();
        }
        this.fault.check(records);
        synchronized (this.batches) {
            this.batches.add(List.copyOf(records));
        }
        records.forEach((record) -> this.table.put(record.keyAsString(), required(record.value())));
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return this.outage;
    }

    private static Visit required(@Nullable Visit value) {
        assertThat(value).isNotNull();
        return value;
    }

    /**
     * Stops every batch from now on.
     */
    void close() {
        this.reached = new CountDownLatch(1);
        this.gate = new CountDownLatch(1);
    }

    void awaitReached() throws InterruptedException {
        assertThat(this.reached.await(30, TimeUnit.SECONDS)).as("a batch waits at the gate").isTrue();
    }

    /**
     * Lets all batches go on.
     */
    void open() {
        CountDownLatch current = this.gate;
        this.gate = null;
        if (current != null) {
            current.countDown();
        }
    }

    void fault(Fault fault) {
        this.fault = fault;
    }

    void outage(boolean outage) {
        this.outage = outage;
    }

    /**
     * Reads the table, as a method with a cache does.
     */
    @Nullable Visit read(String id) {
        this.reads.incrementAndGet();
        return this.table.get(id);
    }

    int reads() {
        return this.reads.get();
    }

    @Nullable Visit row(String id) {
        return this.table.get(id);
    }

    int rows() {
        return this.table.size();
    }

    List<List<WriteRecord<Visit>>> batches() {
        synchronized (this.batches) {
            return List.copyOf(this.batches);
        }
    }

    List<WriteRecord<Visit>> records() {
        return batches().stream().flatMap(List::stream).toList();
    }

    @FunctionalInterface
    interface Fault {

        void check(List<WriteRecord<Visit>> records) throws Exception;

    }

}
