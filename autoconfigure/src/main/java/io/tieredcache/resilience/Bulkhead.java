package io.tieredcache.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bound on how many are inside at once. Nobody waits to get in.
 */
final class Bulkhead {

    private final AtomicInteger inside = new AtomicInteger();

    private final int limit;

    Bulkhead(int limit) {
        this.limit = limit;
    }

    boolean enter() {
        int now = this.inside.get();
        while (now < this.limit) {
            if (this.inside.compareAndSet(now, now + 1)) {
                return true;
            }
            now = this.inside.get();
        }
        return false;
    }

    void leave() {
        this.inside.decrementAndGet();
    }

    boolean isFull() {
        return this.inside.get() >= this.limit;
    }

    int inside() {
        return this.inside.get();
    }

}
