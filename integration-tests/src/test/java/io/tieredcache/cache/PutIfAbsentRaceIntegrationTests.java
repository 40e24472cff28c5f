package io.tieredcache.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cache.Cache.ValueWrapper;

import io.tieredcache.CacheCounter;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Puts that store only where nothing is: of two instances exactly one wins, and both
 * agree on which.
 */
class PutIfAbsentRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * Both saw that nothing was there; A stores first.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void exactlyOneOfTwoWins(boolean stopsBefore) {
        Gate gate = new Gate();
        if (stopsBefore) {
            this.b.l2().before(Step.REPLACE, gate::pass);
        }
        else {
            this.b.l2().after(Step.REPLACE, gate::pass);
        }
        CompletableFuture<List<ValueWrapper>> ofB = this.fleet.start(() -> putIfAbsent(this.b, 2));
        gate.awaitReached();
        List<ValueWrapper> ofA = putIfAbsent(this.a, 1);
        gate.open();
        int winner = stopsBefore ? 1 : 2;
        assertThat(ofB).succeedsWithin(Fleet.PATIENCE)
            .satisfies((found) -> assertThat(values(found)).isEqualTo(stopsBefore ? List.of(1) : List.of()));
        assertThat(values(ofA)).isEqualTo(stopsBefore ? List.of() : List.of(2));
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isEqualTo(winner);
        Fleet.deliver(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(winner);
    }

    /**
     * What is there was invalidated, but its bytes are still in Redis: they do not count,
     * and one of two replaces them.
     */
    @Test
    void invalidatedEntryCountsAsAbsent() {
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 1);
        this.a.cache(Fleet.CACHE).clear();
        Fleet.deliver(this.b, 1);
        Gate gate = new Gate();
        this.b.l2().before(Step.REPLACE, gate::pass);
        CompletableFuture<List<ValueWrapper>> ofB = this.fleet.start(() -> putIfAbsent(this.b, 2));
        gate.awaitReached();
        assertThat(values(putIfAbsent(this.a, 1))).isEmpty();
        gate.open();
        assertThat(ofB).succeedsWithin(Fleet.PATIENCE)
            .satisfies((found) -> assertThat(values(found)).containsExactly(1));
    }

    /**
     * A load that began before ends after it, and must not replace what won.
     */
    @Test
    void loadFromBeforeDoesNotReplaceTheWinner() {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, Fleet.POLICY);
        assertThat(values(putIfAbsent(this.a, 1))).isEmpty();
        Fleet.deliver(this.b, 1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(1);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REFUSED_FILL)).isOne();
    }

    private List<ValueWrapper> putIfAbsent(TestInstance instance, int value) {
        ValueWrapper found = instance.cache(Fleet.CACHE).putIfAbsent(Fleet.KEY, value);
        return (found != null) ? List.of(found) : List.of();
    }

    private List<Object> values(List<ValueWrapper> found) {
        return found.stream().map(ValueWrapper::get).toList();
    }

}
