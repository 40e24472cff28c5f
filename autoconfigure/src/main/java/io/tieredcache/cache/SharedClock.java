package io.tieredcache.cache;

import java.time.Clock;

/**
 * Redis's clock as estimated in this process, so that ages and expiries mean the same on
 * every instance. Only used to bound lifetimes, never to order events.
 */
final class SharedClock {

    private final Clock clock;

    private volatile long offset;

    SharedClock(Clock clock) {
        this.clock = clock;
    }

    long millis() {
        return this.clock.millis() + this.offset;
    }

    long localMillis() {
        return this.clock.millis();
    }

    /**
     * Notes an answer of Redis's clock.
     */
    void adjust(long redisMillis, long sentAt, long receivedAt) {
        this.offset = redisMillis - (sentAt + (receivedAt - sentAt) / 2);
    }

}
