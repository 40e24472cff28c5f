package io.tieredcache.autoconfigure;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

import io.tieredcache.writebehind.DefaultWriteBehindQueues;

/**
 * Writes queued records while the application runs. The handlers are found, and checked,
 * before anything starts, so that all reads know of values that are not written yet.
 */
final class WriteBehindLifecycle implements SmartLifecycle, SmartInitializingSingleton {

    /**
     * Below the web servers and the background loads, which may queue values until they
     * end; above the channel and the connections, without which nothing can be written.
     */
    static final int PHASE = 1536;

    private final DefaultWriteBehindQueues queues;

    private volatile boolean running;

    WriteBehindLifecycle(DefaultWriteBehindQueues queues) {
        this.queues = queues;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var unused = this.queues.all();
    }

    @Override
    public void start() {
        this.running = true;
        this.queues.start(LoadThreadFactory.platform("tiered-cache-write-"),
                LoadThreadFactory.platform("tiered-cache-write-timer-"));
    }

    @Override
    public void stop() {
        this.running = false;
        this.queues.stop();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

}
