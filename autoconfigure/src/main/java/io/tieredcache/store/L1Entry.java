package io.tieredcache.store;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A copy in this process with everything that it is judged by. Compared by identity.
 */
public final class L1Entry {

    private final @Nullable Object content;

    private final long expiresAt;

    private final long stamp;

    private final long guard;

    private final long keyHash;

    private final Fence[] fences;

    private final Details details;

    /**
     * Create a copy.
     * @param content the value, or what a fresh copy of it is made from
     * @param expiresAt when the copy expires, by the instance's nanosecond ticker
     * @param stamp highest number of the sequence known before the value's load
     * @param guard tick of the key stripes before the read of L2 or of the source began
     * @param keyHash the key's hash
     * @param fences fences of namespace, cache and tags; not copied
     * @param details what only observers and statistics look at
     */
    public L1Entry(@Nullable Object content, long expiresAt, long stamp, long guard, long keyHash, Fence[] fences,
            Details details) {
        this.content = content;
        this.expiresAt = expiresAt;
        this.stamp = stamp;
        this.guard = guard;
        this.keyHash = keyHash;
        this.fences = fences;
        this.details = details;
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
     * What does not take part in judging a copy.
     *
     * @param tags the entry's tags
     * @param createdAt when the value was loaded, milliseconds of Redis's clock
     * @param l2ExpiresAt when the L2 entry expires at the latest, milliseconds of Redis's
     * clock
     * @param size serialized size in bytes, 0 where it is not known
     * @param negative whether the value is {@code null} or an empty Optional
     */
    public record Details(Set<String> tags, long createdAt, long l2ExpiresAt, int size, boolean negative) {

    }

}
