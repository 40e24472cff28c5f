package io.tieredcache.store;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A copy in this process with everything that it is judged by. Compared by identity.
 */
public final class L1Entry {

    private final @Nullable Object content;

    private final Times times;

    private final long expiresAt;

    private final long stamp;

    private final long guard;

    private final long keyHash;

    private final Fence[] fences;

    private final Details details;

    private final long freshUntil;

    private final boolean negative;

    private volatile long dueAt;

    /**
     * Create a copy.
     * @param content the value, or what a fresh copy of it is made from
     * @param times until when the copy may be used for what
     * @param stamp highest number of the sequence known before the value's load
     * @param guard tick of the key stripes before the read of L2 or of the source began
     * @param keyHash the key's hash
     * @param fences fences of namespace, cache and tags; not copied
     * @param details what only observers and statistics look at
     */
    public L1Entry(@Nullable Object content, Times times, long stamp, long guard, long keyHash, Fence[] fences,
            Details details) {
        this.content = content;
        this.times = times;
        this.expiresAt = times.expiresAt();
        this.dueAt = times.dueAt();
        this.stamp = stamp;
        this.guard = guard;
        this.keyHash = keyHash;
        this.fences = fences;
        this.details = details;
        this.freshUntil = times.freshUntil();
        this.negative = details.negative();
    }

    /**
     * The value, or what a fresh copy of it is made from.
     * @return the content
     */
    public @Nullable Object content() {
        return this.content;
    }

    /**
     * When the copy expires, by the instance's nanosecond ticker.
     * @return the time
     */
    public long expiresAt() {
        return this.expiresAt;
    }

    /**
     * Until when the copy may be used for what.
     * @return the times
     */
    public Times times() {
        return this.times;
    }

    /**
     * Whether the copy's time to live is not over.
     * @param now the instance's nanosecond ticker
     * @return {@code false} if it is stale
     */
    public boolean isFresh(long now) {
        return this.freshUntil - now > 0;
    }

    /**
     * Whether the copy stands for a negative result.
     * @return {@code true} if the value is {@code null} or an empty Optional
     */
    public boolean isNegative() {
        return this.negative;
    }

    /**
     * From when on a reader has to think of loading the value again, by the instance's
     * nanosecond ticker.
     * @return the time
     */
    public long dueAt() {
        return this.dueAt;
    }

    /**
     * Lets no reader think of loading the value again before a time: somebody does.
     * @param until the time, by the instance's nanosecond ticker
     */
    public void postpone(long until) {
        this.dueAt = until;
    }

    /**
     * The same copy with other times.
     * @param others the times
     * @return the new copy
     */
    public L1Entry with(Times others) {
        return new L1Entry(this.content, others, this.stamp, this.guard, this.keyHash, this.fences, this.details);
    }

    /**
     * Highest number of the sequence known before the value's load.
     * @return the stamp
     */
    public long stamp() {
        return this.stamp;
    }

    /**
     * Tick of the key stripes before the read of L2 or of the source began.
     * @return the tick
     */
    public long guard() {
        return this.guard;
    }

    /**
     * The key's hash.
     * @return the hash
     */
    public long keyHash() {
        return this.keyHash;
    }

    /**
     * What only observers and statistics look at.
     * @return the details
     */
    public Details details() {
        return this.details;
    }

    /**
     * The same value as the result of a later load.
     * @param others until when the copy may be used for what
     * @param life when that load was and until when its entry lives
     * @param newStamp highest number of the sequence known before that load
     * @return the new copy
     */
    public L1Entry renewed(Times others, Life life, long newStamp) {
        return new L1Entry(this.content, others, newStamp, this.guard, this.keyHash, this.fences,
                new Details(this.details.tags, this.details.validator, life, this.details.size, this.details.negative));
    }

    /**
     * Whether the copy is judged by this very fence.
     * @param fence the fence
     * @return {@code false} for another one, also for one of the same name
     */
    public boolean holds(Fence fence) {
        for (Fence each : this.fences) {
            if (each == fence) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether all fences let the copy pass.
     * @return {@code false} if the copy must not be served
     */
    public boolean isAdmitted() {
        for (Fence fence : this.fences) {
            if (!fence.admits(this.stamp)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether all fences let the copy stand in where the source fails.
     * @return {@code false} if the copy must not be served even then
     */
    public boolean isAdmittedAsStandIn() {
        for (Fence fence : this.fences) {
            if (!fence.admitsStandIn(this.stamp)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether an invalidation that was applied here refuses the value, whatever is not
     * known yet.
     * @return {@code true} if the value must not be handed on
     */
    public boolean isRefused() {
        for (Fence fence : this.fences) {
            if (fence.refuses(this.stamp)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Until when a copy may be used for what, by the instance's nanosecond ticker. Each
     * is not before the one that precedes it, but for the first.
     *
     * @param dueAt from when on a reader has to think of loading the value again
     * @param freshUntil end of its time to live, in this process
     * @param expiresAt until when it answers reads
     * @param keptUntil until when it may stand in where L2 or the source fails
     */
    public record Times(long dueAt, long freshUntil, long expiresAt, long keptUntil) {

        /**
         * Times of a copy that is fresh to its end and not used after it.
         * @param expiresAt the end
         * @return the times
         */
        public static Times until(long expiresAt) {
            return new Times(expiresAt, expiresAt, expiresAt, expiresAt);
        }

    }

    /**
     * What does not take part in judging a copy.
     *
     * @param tags the entry's tags
     * @param validator what the source told a version of the value apart by; {@code null}
     * for nothing
     * @param life when the entry was loaded and until when it lives in L2
     * @param size serialized size in bytes, 0 where it is not known
     * @param negative whether the value is {@code null} or an empty Optional
     */
    public record Details(Set<String> tags, @Nullable String validator, Life life, int size, boolean negative) {

    }

    /**
     * When an entry was loaded and until when it lives in L2, in milliseconds of Redis's
     * clock.
     *
     * @param createdAt when the value was loaded
     * @param freshUntil end of its time to live
     * @param expiresAt until when it answers reads
     * @param keptUntil until when it may stand in where the source fails
     * @param costMicros what a load costs, in microseconds
     */
    public record Life(long createdAt, long freshUntil, long expiresAt, long keptUntil, int costMicros) {

    }

}
