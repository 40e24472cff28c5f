package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;

/**
 * A read under way that other callers of the key may join.
 */
final class Flight {

    private final ReadContext read;

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Flight(ReadContext read) {
        this.read = read;
    }

    ReadContext read() {
        return this.read;
    }

    CompletableFuture<Answer> answer() {
        return this.answer;
    }

}
