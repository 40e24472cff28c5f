package io.tieredcache.cache;

import java.time.Clock;

/**
 * Redis's clock as estimated in this process, so that ages and expiries mean the same on
 * every instance. Only used to bound lifetimes and waits, never to order events.
 */
public final class SharedClock {

    private final Clock clock;

    private volatile boolean known;

    private volatile long offset;

    SharedClock(Clock clock) {
        this.clock = clock;
    }

    /**
     * Redis's clock, or this machine's own as long as Redis's was not heard of.
     * @return milliseconds since the epoch
     */
    public long millis() {
        return this.clock.millis() + this.offset;
    }

    /**
     * This machine's own clock.
     * @return milliseconds since the epoch
     */
    public long localMillis() {
        return this.clock.millis();
    }

    /**
     * Whether Redis's clock was heard of.
     * @return whether it was
     */
    public boolean isKnown() {
        return this.known;
    }

    /**
     * Notes an answer of Redis's clock.
     * @param redisMillis what it said
     * @param sentAt when it was asked, by this machine's clock
     * @param receivedAt when it answered, by this machine's clock
     */
    public void adjust(long redisMillis, long sentAt, long receivedAt) {
        this.offset = redisMillis - (sentAt + (receivedAt - sentAt) / 2);
        this.known = true;
    }

}
