package io.tieredcache.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process that loads for the fleet is killed.
 */
class OwnerKilledIntegrationTests {

    private static final Duration LEASE_TIME = Duration.ofSeconds(2);

    /** What is not the lease: the next look at it, threads, garbage collection. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private static final int CALLERS = 8;

    private final Fleet fleet = new Fleet(4, LoadingProcess.settings(LEASE_TIME));

    private final Source source = new Source();

    @AfterEach
    void stop() {
        this.fleet.close();
    }

    @Test
    void keyIsLoadedOnceMoreWithinTheLeaseTime() throws IOException {
        this.source.cost(Duration.ofMillis(50));
        try (LoadingProcess owner = LoadingProcess.start(this.fleet.namespace(), LEASE_TIME)) {
            Gate gate = this.source.stopNextLoad();
            List<CompletableFuture<@Nullable String>> answers = this.fleet.callAll(CALLERS, this.source::read);
            this.fleet.awaitWaiting();
            assertThat(this.source.loads()).isZero();
            assertThat(owner.isAlive()).isTrue();
            long killedAt = System.nanoTime();
            owner.kill();
            gate.awaitReached();
            Duration freedAfter = Duration.ofNanos(System.nanoTime() - killedAt);
            gate.open();
            answers.forEach((answer) -> assertThat(answer).succeedsWithin(Gate.PATIENCE).isEqualTo("first"));
            System.out.println("Owner killed: the second load began after %d ms, with a lease time of %d ms"
                .formatted(freedAfter.toMillis(), LEASE_TIME.toMillis()));
            assertThat(freedAfter).isLessThan(LEASE_TIME.plus(SLACK));
        }
        assertThat(this.source.loads()).isOne();
        assertThat(this.fleet.count(CacheCounter.FILL)).isOne();
        this.fleet.awaitNoLeases();
        assertThat(this.fleet.caches()).extracting(this.source::read).containsOnly("first");
        assertThat(this.source.loads()).isOne();
    }

    /**
     * An instance that comes later need not wait longer than those that waited before.
     */
    @Test
    void evictionFreesTheKeyOfADeadOwnerAtOnce() throws IOException {
        try (LoadingProcess owner = LoadingProcess.start(this.fleet.namespace(), Duration.ofMinutes(1))) {
            owner.kill();
            CompletableFuture<@Nullable String> waiting = this.source.startRead(this.fleet.cache(0));
            this.fleet.awaitWaiting();
            assertThat(this.source.loads()).isZero();
            this.fleet.cache(1).evict(Fleet.KEY);
            assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("first");
        }
    }

}
