package io.tieredcache.resilience;

import java.util.concurrent.atomic.AtomicBoolean;

import io.tieredcache.store.L2Need;

/**
 * A command that was sent. Who settles it first says what it came to: its answer, or
 * whoever finds it overdue.
 */
final class PendingCall {

    private final L2Need need;

    private final boolean probe;

    private final long startedAt;

    private final long allowed;

    private final int era;

    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * Create a call.
     * @param need what it is sent for
     * @param probe whether the breaker closes or opens by it
     * @param startedAt when it began
     * @param allowed nanoseconds that its answer may take
     * @param era the breaker's era when it began
     */
    PendingCall(L2Need need, boolean probe, long startedAt, long allowed, int era) {
        this.need = need;
        this.probe = probe;
        this.startedAt = startedAt;
        this.allowed = allowed;
        this.era = era;
    }

    boolean isRead() {
        return this.need == L2Need.READ;
    }

    boolean isProbe() {
        return this.probe;
    }

    long startedAt() {
        return this.startedAt;
    }

    int era() {
        return this.era;
    }

    boolean isOverdue(long now) {
        return now - this.startedAt > this.allowed;
    }

    boolean isSettled() {
        return this.settled.get();
    }

    boolean settle() {
        return this.settled.compareAndSet(false, true);
    }

}
