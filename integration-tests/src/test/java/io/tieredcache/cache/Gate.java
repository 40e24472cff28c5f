package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A point at which one thread stops until the test lets it go on.
 */
final class Gate {

    private final CompletableFuture<Boolean> reached = new CompletableFuture<>();

    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();

    /**
     * Stops here until the gate is open.
     */
    void pass() {
        this.reached.complete(true);
        assertThat(this.opened).as("the gate is opened").succeedsWithin(Fleet.PATIENCE);
    }

    /**
     * Waits until a thread stands at the gate.
     */
    void awaitReached() {
        assertThat(this.reached).as("the gate is reached").succeedsWithin(Fleet.PATIENCE);
    }

    /**
     * Waits until a thread stands at the gate, or something else is done because it never
     * comes here.
     */
    void awaitReachedOr(CompletableFuture<?> done) {
        assertThat(CompletableFuture.anyOf(this.reached, done.handle((value, failure) -> true)))
            .as("the gate is reached")
            .succeedsWithin(Fleet.PATIENCE);
    }

    boolean isReached() {
        return this.reached.isDone();
    }

    void open() {
        this.opened.complete(true);
    }

}
