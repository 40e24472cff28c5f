package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.store.L1Entry;

/**
 * What a read came to.
 *
 * @param value the value as the caller gets it
 * @param entry the value with what it is judged by
 * @param level where it came from
 * @param stored whether a level that may answer the next read takes it
 * @param standIn why it is an older value in place of one that could not be had, as it is
 * counted; {@code null} where it is not
 * @param filled completes when L2 has answered the fill, {@code null} where there is none
 * @param refused whether it came from the source since what L2 had must not be served
 */
record Answer(@Nullable Object value, L1Entry entry, CacheLevel level, boolean stored, @Nullable CacheCounter standIn,
        @Nullable CompletableFuture<?> filled, boolean refused) {

    /**
     * What a level held.
     */
    static Answer of(@Nullable Object value, L1Entry entry, CacheLevel level) {
        return new Answer(value, entry, level, true, null, null, false);
    }

    static Answer required(@Nullable Answer answer) {
        if (answer == null) {
            throw new IllegalStateException("A load ended without an answer");
        }
        return answer;
    }

    Answer asStandIn(CacheCounter reason) {
        return new Answer(this.value, this.entry, this.level, this.stored, reason, this.filled, this.refused);
    }

}
