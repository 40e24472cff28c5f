package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLevel;
import io.tieredcache.store.L1Entry;

/**
 * What a read came to.
 *
 * @param value the value as the caller gets it
 * @param entry the value with what it is judged by
 * @param level where it came from
 * @param stored whether a level that may answer the next read takes it
 * @param filled completes when L2 has answered the fill, {@code null} where there is none
 */
record Answer(@Nullable Object value, L1Entry entry, CacheLevel level, boolean stored,
        @Nullable CompletableFuture<?> filled) {

}
