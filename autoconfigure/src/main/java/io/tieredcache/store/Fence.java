package io.tieredcache.store;

/**
 * The numbers of the latest invalidation of one tag, of one cache or of the namespace,
 * and of the latest one that did not let entries merely expire, as this instance knows
 * them. Copies in L1 hold the fences they are judged by, so that one write here makes
 * every copy unreadable and a hit costs one volatile read.
 * <p>
 * A fence begins unsettled: nothing passes it until its number was read from Redis.
 * Messages that arrive meanwhile are kept, so that one that overtakes the answer is not
 * lost. A dead fence never lets anything pass again.
 */
public final class Fence {

    private static final long CLOSED = Long.MAX_VALUE;

    /** Lowest stamp that passes. */
    private volatile long barrier = CLOSED;

    /** Lowest stamp that may stand in where the source fails. */
    private volatile long evictions = CLOSED;

    /** Highest number learned from an invalidation; {@link #CLOSED} once dead. */
    private volatile long raised;

    private long raisedEvictions;

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
     * Whether an entry may stand in where the source fails.
     * @param stamp the entry's stamp
     * @return {@code true} if since the entry's load began no invalidation came that did
     * not let entries merely expire
     */
    public boolean admitsStandIn(long stamp) {
        return this.evictions <= stamp;
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
     * Number of the latest invalidation.
     * @return the number, {@code -1} while it is not known and once the fence is dead
     */
    public synchronized long number() {
        return (this.settled && this.raised != CLOSED) ? this.barrier : -1;
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
     * @param expiring whether it lets entries expire only
     */
    public synchronized void raise(long number, boolean expiring) {
        this.raised = Math.max(this.raised, number);
        if (!expiring) {
            this.raisedEvictions = Math.max(this.raisedEvictions, number);
        }
        if (this.settled) {
            this.barrier = Math.max(this.barrier, this.raised);
            this.evictions = Math.max(this.evictions, this.raisedEvictions);
        }
    }

    /**
     * Notes the numbers that Redis gave; the larger of them and of messages since are
     * kept.
     * @param number number of the latest invalidation
     * @param evicted number of the latest one that did not let entries expire only
     */
    public synchronized void settle(long number, long evicted) {
        if (this.raised == CLOSED) {
            return;
        }
        long known = this.settled ? this.barrier : 0;
        long knownEvictions = this.settled ? this.evictions : 0;
        this.settled = true;
        this.barrier = Math.max(known, Math.max(number, this.raised));
        this.evictions = Math.max(knownEvictions, Math.max(evicted, this.raisedEvictions));
    }

    /**
     * Makes everything that holds this fence unreadable for good.
     */
    public synchronized void kill() {
        this.raised = CLOSED;
        this.raisedEvictions = CLOSED;
        this.barrier = CLOSED;
        this.evictions = CLOSED;
    }

}
