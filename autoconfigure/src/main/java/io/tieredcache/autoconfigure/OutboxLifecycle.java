package io.tieredcache.autoconfigure;

import org.springframework.context.SmartLifecycle;

import io.tieredcache.outbox.OutboxRelay;

/**
 * Works off the outbox while the application runs.
 */
final class OutboxLifecycle implements SmartLifecycle {

    /** Stopped after whoever commits, and before the channel and the connections. */
    static final int PHASE = 1280;

    private final OutboxRelay relay;

    private volatile boolean running;

    OutboxLifecycle(OutboxRelay relay) {
        this.relay = relay;
    }

    @Override
    public void start() {
        this.running = true;
        this.relay.start();
    }

    @Override
    public void stop() {
        this.running = false;
        this.relay.stop();
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
