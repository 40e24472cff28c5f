package io.tieredcache.resilience;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Calls in the order in which they began. There is no timer: who begins a call, or waited
 * for one in vain, looks which of the oldest are overdue.
 */
final class PendingCalls {

    private final Queue<PendingCall> calls = new ConcurrentLinkedQueue<>();

    void add(PendingCall call) {
        this.calls.add(call);
    }

    /**
     * Forgets the oldest calls as far as they are settled or overdue.
     * @param now the time
     * @param overdue takes those that this settled
     */
    void forget(long now, Consumer<PendingCall> overdue) {
        PendingCall oldest = this.calls.peek();
        while (oldest != null && (oldest.isSettled() || oldest.isOverdue(now))) {
            this.calls.remove(oldest);
            if (oldest.settle()) {
                overdue.accept(oldest);
            }
            oldest = this.calls.peek();
        }
    }

}
