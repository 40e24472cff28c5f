package io.tieredcache.drill;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The source as a service sees it: loads and commits are written down, and take a moment
 * now and then, so that they overlap.
 */
final class DrillSource {

    private final VersionedSource versions;

    private final DrillItems items;

    private final Recorder recorder;

    DrillSource(VersionedSource versions, DrillItems items, Recorder recorder) {
        this.versions = versions;
        this.items = items;
        this.recorder = recorder;
    }

    DrillItems items() {
        return this.items;
    }

    /**
     * Loads a value. One load in four is slow after it read.
     * @return the version
     */
    long load(DrillCache cache, int key) {
        int item = this.items.item(cache, key);
        long began = System.nanoTime();
        long version = this.versions.read(item);
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
            linger(20_000);
        }
        this.recorder.load(item, version, began, System.nanoTime());
        return version;
    }

    /**
     * Changes one item.
     * @param write the number of the write
     * @param item the item
     */
    void commit(long write, int item) {
        long version = this.versions.commit(item);
        this.recorder.commit(write, item, version, System.nanoTime());
    }

    /**
     * The moment between a commit and what follows it.
     */
    void afterCommit() {
        linger(15_000);
    }

    private static void linger(int micros) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextInt(micros)));
    }

}
