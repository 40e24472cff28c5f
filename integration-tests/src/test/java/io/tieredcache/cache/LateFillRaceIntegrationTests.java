package io.tieredcache.cache;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A load that ends after an invalidation of what it read. Its caller gets the value; no
 * later reader does, from neither level, on neither instance. Each race is run with the
 * load stopped at every point where the two could meet, that is, in both orders around
 * the reading of the source and around the storing of the value.
 */
class LateFillRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    static Stream<Arguments> momentsAndTargets() {
        return Arrays.stream(Moment.values())
            .flatMap((moment) -> Arrays.stream(Target.values()).map((target) -> Arguments.of(moment, target)));
    }

    /**
     * A thread loads, another one of the same instance changes the source and invalidates
     * while the load runs.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateFillStaysOutOnTheOwnInstance(Moment moment, Target target) {
        TestInstance a = this.fleet.a();
        Gate gate = moment.stopNextLoad(a, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, a, target.policy());
        this.fleet.change(target, a);
        assertThat(this.fleet.lookup(a, target.policy())).as("before the load ends").isNull();
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(moment.holdsOldValue() ? 0 : 1);
        Fleet.awaitFills(a, 1);
        this.fleet.assertFresh(a, target.policy());
        Fleet.deliver(this.fleet.b(), 1);
        this.fleet.assertFresh(this.fleet.b(), target.policy());
    }

    /**
     * B loads the old value; A changes the source and invalidates; B hears of it while it
     * loads, and then its load ends.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateFillStaysOutWhenMessageCameFirst(Moment moment, Target target) {
        TestInstance b = this.fleet.b();
        b.bus().hold();
        Gate gate = moment.stopNextLoad(b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, this.fleet.a());
        Fleet.deliver(b, 1);
        assertThat(this.fleet.lookup(b, target.policy())).as("before the load ends").isNull();
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(moment.holdsOldValue() ? 0 : 1);
        Fleet.awaitFills(b, 1);
        this.fleet.assertFresh(b, target.policy());
        this.fleet.assertFresh(this.fleet.a(), target.policy());
    }

    /**
     * B loads the old value; A changes the source and invalidates; B's load ends, and
     * only then B hears of the invalidation. Until then B may serve the old value, but A
     * must not find it in L2.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateFillIsGoneOnceMessageIsApplied(Moment moment, Target target) {
        TestInstance b = this.fleet.b();
        b.bus().hold();
        Gate gate = moment.stopNextLoad(b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, this.fleet.a());
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(moment.holdsOldValue() ? 0 : 1);
        Fleet.awaitFills(b, 1);
        this.fleet.assertFresh(this.fleet.a(), target.policy());
        Fleet.deliver(b, 1);
        this.fleet.assertFresh(b, target.policy());
    }

    /**
     * The fences exist, on both instances and in Redis, from entries that were there
     * before; and a newer load fills while the old one still runs. Where the tag follows
     * from the value a reader of the same instance waits for the old load, since it may
     * concern it or not, and therefore the newer load is one of the other instance.
     */
    @ParameterizedTest
    @EnumSource
    void lateFillLeavesNewerValueAlone(Target target) {
        TestInstance b = this.fleet.b();
        TestInstance newer = (target != Target.RESULT_TAG) ? b : this.fleet.a();
        this.fleet.read(b, target.policy());
        Fleet.awaitFills(b, 1);
        this.fleet.read(this.fleet.a(), target.policy());
        target.invalidateOn(b);
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, b, target.policy());
        int current = this.fleet.change(target, b);
        Fleet.deliver(this.fleet.a(), 2);
        assertThat(this.fleet.read(newer, target.policy())).isEqualTo(current);
        Fleet.awaitFills(newer, (newer == b) ? 2 : 1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(b, (newer == b) ? 3 : 2);
        this.fleet.assertFresh(b, target.policy());
        this.fleet.assertFresh(this.fleet.a(), target.policy());
    }

    /**
     * Without a race the load fills both levels: the tests above do not pass because
     * nothing is ever stored.
     */
    @ParameterizedTest
    @EnumSource
    void invalidationBeforeTheLoadLetsItFill(Target target) {
        TestInstance a = this.fleet.a();
        this.fleet.change(target, a);
        Fleet.deliver(this.fleet.b(), 1);
        assertThat(this.fleet.read(a, target.policy())).isEqualTo(1);
        Fleet.awaitFills(a, 1);
        assertThat(a.cache(Fleet.CACHE).count(CacheCounter.FILL)).isEqualTo(1);
        assertThat(this.fleet.lookupL1(a, target.policy())).isEqualTo(1);
        assertThat(this.fleet.lookup(this.fleet.b(), target.policy())).isEqualTo(1);
        assertThat(this.fleet.lookupL1(this.fleet.b(), target.policy())).isEqualTo(1);
    }

    /**
     * B has no copy of the key, so the eviction finds nothing to remove there; yet it has
     * to stop the load that runs.
     */
    @Test
    void evictionOfAnAbsentKeyStopsItsRunningLoad() {
        TestInstance b = this.fleet.b();
        b.bus().hold();
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, b, Fleet.POLICY);
        assertThat(this.fleet.lookupL1(b, Fleet.POLICY)).isNull();
        this.fleet.source().update();
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        Fleet.deliver(b, 1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(b, 1);
        assertThat(b.cache(Fleet.CACHE).count(CacheCounter.REFUSED_FILL)).isEqualTo(1);
        assertThat(this.fleet.lookupL1(b, Fleet.POLICY)).isNull();
        this.fleet.assertFresh(b, Fleet.POLICY);
    }

}
