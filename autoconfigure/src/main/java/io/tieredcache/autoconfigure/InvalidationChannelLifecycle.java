package io.tieredcache.autoconfigure;

import org.springframework.context.SmartLifecycle;

import io.tieredcache.cache.InvalidationChannel;

/**
 * Joins the channel before the application serves and leaves it after; started before and
 * stopped after everything of a later phase, such as web servers and listeners.
 */
final class InvalidationChannelLifecycle implements SmartLifecycle {

    static final int PHASE = 1024;

    private final InvalidationChannel channel;

    private final long patienceMillis;

    private volatile boolean running;

    InvalidationChannelLifecycle(InvalidationChannel channel, long patienceMillis) {
        this.channel = channel;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public void start() {
        this.running = true;
        this.channel.start(this.patienceMillis);
    }

    @Override
    public void stop() {
        this.running = false;
        this.channel.stop();
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
