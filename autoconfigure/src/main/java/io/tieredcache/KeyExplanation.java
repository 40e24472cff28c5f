package io.tieredcache;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What both levels hold of a key, and what becomes of it in a read of this instance now.
 *
 * @param cache the cache's name
 * @param redisKey name of the entry in Redis
 * @param consistency the class of the cache
 * @param mode levels in use now
 * @param l1Trust whether L1 answers on its own now
 * @param l1 the copy in this process
 * @param l2 the entry in Redis
 * @param leaseLeft how long the right to store the next value stays taken, which is while
 * somebody loads or puts; {@code null} if nobody has it or Redis did not tell
 * @since 0.1.0
 */
public record KeyExplanation(String cache, String redisKey, Consistency consistency, CacheMode mode, L1Trust l1Trust,
        Level l1, Level l2, @Nullable Duration leaseLeft) {

    /**
     * What one level holds.
     *
     * @param verdict what becomes of it
     * @param reasons why it answers no read; empty if it does
     * @param entry what is known of it, {@code null} if there is nothing, or nothing that
     * can be read
     */
    public record Level(Verdict verdict, List<Reason> reasons, @Nullable Entry entry) {

        /**
         * Create what one level holds.
         * @param verdict what becomes of it
         * @param reasons why it answers no read
         * @param entry what is known of it
         */
        public Level {
            reasons = List.copyOf(reasons);
        }

    }

    /**
     * What becomes of an entry in a read now.
     */
    public enum Verdict {

        /** There is none. */
        ABSENT,

        /** It answers the read. */
        VALID,

        /** It answers the read, though its time to live is over, and is loaded again. */
        STALE,

        /** It does not answer the read. */
        INVALID,

        /** It is not known: Redis did not answer. */
        UNKNOWN

    }

    /**
     * One reason why an entry answers no read.
     *
     * @param cause the kind of the reason
     * @param fence name of the fence that it is about: {@code all}, {@code cache:…},
     * {@code from:…} or {@code tag:…}; {@code null} if it is about none
     */
    public record Reason(Cause cause, @Nullable String fence) {

    }

    /**
     * Kinds of reasons.
     */
    public enum Cause {

        /** The level is switched off, or a strong cache has no L1. */
        NOT_USED,

        /** The channel was not proven alive within the staleness bound. */
        NOT_TRUSTED,

        /**
         * Invalidations that may concern it wait for Redis: L2 is not asked meanwhile.
         */
        INVALIDATIONS_PENDING,

        /** Its time is over. */
        EXPIRED,

        /** An invalidation let it expire; it may stand in where a load fails. */
        LET_EXPIRE,

        /**
         * The key, or another one of its stripe, was evicted or put after the copy's read
         * began.
         */
        KEY_CHANGED,

        /** The fence is higher than the stamp: an invalidation came after the load. */
        INVALIDATED,

        /** The number of the fence is not known here yet: the next read asks Redis. */
        FENCE_NOT_KNOWN,

        /**
         * The fence that the copy holds was dropped here, by a resync or to make room.
         */
        FENCE_DROPPED,

        /** Redis does not have the fence, so that nothing passes it. */
        FENCE_MISSING,

        /** The stamp is above the sequence: it is from a history that Redis lost. */
        HISTORY_LOST,

        /** It was written by a version of the library with another format. */
        OTHER_FORMAT,

        /** It was written by another serializer. */
        OTHER_SERIALIZER,

        /** It answers for another key. */
        FOREIGN_KEY,

        /** It is larger than the cache's largest entry. */
        TOO_LARGE,

        /** It is no entry, or a damaged one. */
        UNREADABLE,

        /** Redis did not answer. */
        REDIS_AWAY

    }

    /**
     * What is known of an entry or a copy. Times that are over are negative.
     *
     * @param age time since the value was loaded
     * @param freshFor until its time to live ends
     * @param answersFor until it answers no read any more
     * @param keptFor until it may not even stand in where a load fails
     * @param stamp highest number of the sequence that was known before its load
     * @param negative whether the value is {@code null} or an empty Optional
     * @param size serialized size of the value in bytes, 0 where it is not known
     * @param tags its tags, with the dimensions that are part of them
     * @param fences the fences that it is judged by
     * @param value the value as text, cut to {@value #MOST_TEXT} characters; {@code null}
     * where it was not asked for, or cannot be shown
     */
    public record Entry(Duration age, Duration freshFor, Duration answersFor, Duration keptFor, long stamp,
            boolean negative, int size, List<String> tags, List<FenceState> fences, @Nullable String value) {

        /** Longest text of a value. */
        public static final int MOST_TEXT = 10_000;

        /**
         * Create what is known of an entry.
         * @param age time since the value was loaded
         * @param freshFor until its time to live ends
         * @param answersFor until it answers no read any more
         * @param keptFor until it may not even stand in
         * @param stamp highest number of the sequence known before its load
         * @param negative whether the value is negative
         * @param size serialized size of the value in bytes
         * @param tags its tags
         * @param fences the fences that it is judged by
         * @param value the value as text
         */
        public Entry {
            tags = List.copyOf(tags);
            fences = List.copyOf(fences);
        }

    }

    /**
     * One fence of an entry.
     *
     * @param fence its name
     * @param number number of its latest invalidation, {@code null} if it is not known
     * @param passed whether the entry passes it
     */
    public record FenceState(String fence, @Nullable Long number, boolean passed) {

    }

}
