package io.tieredcache.autoconfigure;

import org.springframework.context.SmartLifecycle;

import io.tieredcache.events.EventConsumer;

/**
 * Takes events from outside while the application runs; begins after the invalidation
 * channel was joined and ends before it is left.
 */
final class EventConsumerLifecycle implements SmartLifecycle {

    private final EventConsumer consumer;

    private volatile boolean running;

    EventConsumerLifecycle(EventConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public void start() {
        this.running = true;
        this.consumer.start();
    }

    @Override
    public void stop() {
        this.running = false;
        this.consumer.stop();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return 2048;
    }

}
