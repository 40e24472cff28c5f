package io.tieredcache.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A point that one thread stops at where a test says so.
 */
final class Pause {

    private final AtomicReference<@Nullable Gate> next = new AtomicReference<>();

    /**
     * Stops whoever comes here next.
     */
    Gate next() {
        Gate gate = new Gate();
        this.next.set(gate);
        return gate;
    }

    void here() {
        Gate gate = this.next.getAndSet(null);
        if (gate != null) {
            gate.pass();
        }
    }

    /**
     * Keeps one thread until it is opened.
     */
    static final class Gate {

        private final CompletableFuture<Boolean> reached = new CompletableFuture<>();

        private final CompletableFuture<Boolean> opened = new CompletableFuture<>();

        void pass() {
            this.reached.complete(true);
            Patience.await(this.opened);
        }

        void awaitReached() {
            Patience.await(this.reached);
        }

        void open() {
            this.opened.complete(true);
        }

    }

}
