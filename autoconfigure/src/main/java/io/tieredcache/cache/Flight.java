package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A read under way that other callers of the key may join.
 */
final class Flight {

    private final ReadContext read;

    private final @Nullable Thread owner;

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Flight(ReadContext read, @Nullable Thread owner) {
        this.read = read;
        this.owner = owner;
    }

    ReadContext read() {
        return this.read;
    }

    CompletableFuture<Answer> answer() {
        return this.answer;
    }

    /**
     * Whether the calling thread is the one that loads, so that waiting would never end.
     */
    boolean isOwn() {
        return this.owner == Thread.currentThread() && !this.answer.isDone();
    }

}
