package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A read or load under way that other callers of the key may join. An answer {@code null}
 * means that they have to see for themselves.
 */
final class Flight {

    private final ReadContext read;

    private final long startedAt = System.nanoTime();

    private final CompletableFuture<@Nullable Answer> answer = new CompletableFuture<>();

    Flight(ReadContext read) {
        this.read = read;
    }

    ReadContext read() {
        return this.read;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - this.startedAt);
    }

    CompletableFuture<@Nullable Answer> answer() {
        return this.answer;
    }

}
