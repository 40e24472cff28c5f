package io.tieredcache.store;

/**
 * The number of the latest invalidation of one tag, of one cache or of the namespace, as
 * this instance knows it. Copies in L1 hold the fences they are judged by, so that one
 * write here makes every copy unreadable and a hit costs one volatile read.
 * <p>
 * A fence begins unsettled: nothing passes it until its number was read from Redis.
 * Messages that arrive meanwhile are kept, so that one that overtakes the answer is not
 * lost. A dead fence never lets anything pass again.
 */
public final class Fence {

    private static final long CLOSED = Long.MAX_VALUE;

    /** Lowest stamp that passes. */
    private volatile long barrier = CLOSED;

    /** Highest number learned from an invalidation; {@link #CLOSED} once dead. */
    private volatile long raised;

    private boolean settled;

    /**
     * Create an unsettled fence.
     */
    public Fence() {
    }

    /**
     * Whether an entry may be served.
     * @param stamp the entry's stamp
     * @return {@code true} if no invalidation came after the entry's load began
     */
    public boolean admits(long stamp) {
        return this.barrier <= stamp;
    }

    /**
     * Whether an invalidation that was applied here refuses an entry; unlike
     * {@link #admits} it does not refuse because the fence is not settled yet.
     * @param stamp the entry's stamp
     * @return {@code true} if the entry must not be handed on
     */
    public boolean refuses(long stamp) {
        return this.raised > stamp;
    }

    /**
     * Whether the number is known.
     * @return {@code false} if it has to be read from Redis
     */
    public synchronized boolean isSettled() {
        return this.settled || this.raised == CLOSED;
    }

    /**
     * Applies an invalidation.
     * @param number its number
     */
    public synchronized void raise(long number) {
        this.raised = Math.max(this.raised, number);
        if (this.settled) {
            this.barrier = Math.max(this.barrier, this.raised);
        }
    }

    /**
     * Notes the number that Redis gave; the larger of it and of messages since is kept.
     * @param number the number
     */
    public synchronized void settle(long number) {
        if (this.raised == CLOSED) {
            return;
        }
        long known = this.settled ? this.barrier : 0;
        this.settled = true;
        this.barrier = Math.max(known, Math.max(number, this.raised));
    }

    /**
     * Makes everything that holds this fence unreadable for good.
     */
    public synchronized void kill() {
        this.raised = CLOSED;
        this.barrier = CLOSED;
    }

}
