package io.tieredcache.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A point at which loads stop until the test lets them go on.
 */
final class Gate {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CompletableFuture<Boolean> reached = new CompletableFuture<>();

    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();

    /**
     * Stops here until the gate is open.
     */
    void pass() {
        this.reached.complete(true);
        assertThat(this.opened).as("the gate is opened").succeedsWithin(PATIENCE);
    }

    /**
     * Waits until a load stands at the gate.
     */
    void awaitReached() {
        assertThat(this.reached).as("the gate is reached").succeedsWithin(PATIENCE);
    }

    void open() {
        this.opened.complete(true);
    }

}
