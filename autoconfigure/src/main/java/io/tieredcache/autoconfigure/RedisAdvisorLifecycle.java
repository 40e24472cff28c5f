package io.tieredcache.autoconfigure;

import java.time.Duration;

import org.springframework.context.SmartLifecycle;

import io.tieredcache.advice.DefaultRedisAdvisor;

/**
 * Looks at the Redis servers while the application runs. Its start waits for nothing.
 */
final class RedisAdvisorLifecycle implements SmartLifecycle {

    private final DefaultRedisAdvisor advisor;

    private final Duration interval;

    private volatile boolean running;

    RedisAdvisorLifecycle(DefaultRedisAdvisor advisor, Duration interval) {
        this.advisor = advisor;
        this.interval = interval;
    }

    @Override
    public void start() {
        this.running = true;
        if (!this.interval.isZero()) {
            this.advisor.start(LoadThreadFactory.single("tiered-cache-advisor"), this.interval);
        }
    }

    @Override
    public void stop() {
        this.running = false;
        this.advisor.stop();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return InvalidationChannelLifecycle.PHASE + 1;
    }

}
