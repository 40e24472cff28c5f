package io.tieredcache.cache;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheMode;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis forgets: single keys by eviction, or everything. That costs misses, and never
 * brings an old value back.
 */
class RedisDataLossRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    static Stream<Arguments> momentsAndTargets() {
        return Arrays.stream(Moment.values())
            .flatMap((moment) -> Arrays.stream(Target.values()).map((target) -> Arguments.of(moment, target)));
    }

    /**
     * Everything is gone while both instances hold copies and fences. The next
     * invalidation still reaches every copy.
     */
    @ParameterizedTest
    @EnumSource
    void invalidationAfterFlushReachesAllCopies(Target target) {
        keepCopies(target);
        flush();
        assertThat(this.fleet.lookup(this.b, target.policy())).isIn(null, 0);
        this.fleet.change(target, this.a);
        this.fleet.assertFresh(this.a, target.policy());
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * B loads; A invalidates; Redis loses everything before B's load ends.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void flushAfterInvalidationDoesNotLetLateFillIn(Moment moment, Target target) {
        keepCopies(target);
        this.b.cache(Fleet.CACHE).evict(Fleet.KEY);
        Gate gate = moment.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        this.fleet.change(target, this.a);
        flush();
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(moment.holdsOldValue() ? 0 : 1);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.a, target.policy());
        Fleet.deliver(this.b, 2);
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * The same with the loss first.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void flushBeforeInvalidationDoesNotLetLateFillIn(Moment moment, Target target) {
        keepCopies(target);
        this.b.cache(Fleet.CACHE).evict(Fleet.KEY);
        Gate gate = moment.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        flush();
        this.fleet.change(target, this.a);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(moment.holdsOldValue() ? 0 : 1);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.a, target.policy());
        Fleet.deliver(this.b, 2);
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * The lease is evicted while the load runs: the store is refused, the caller has its
     * value, and the next load is stored.
     */
    @Test
    void lostLeaseCostsOneMiss() {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, Fleet.POLICY);
        assertThat(delete("tc:" + this.fleet.namespace() + ":*:l")).isOne();
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REFUSED_FILL)).isOne();
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isNull();
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 1);
        assertThat(this.a.cache(Fleet.CACHE).count(CacheCounter.FILL)).isOne();
    }

    /**
     * The fence that an entry is under is evicted, and with it what it knew. The entry is
     * invalidated meanwhile, which leaves no trace at the fence; and then another load
     * makes it anew.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KEY")
    void lostFenceNeverRevivesAnEntry(Target target) {
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        this.b.bus().hold();
        assertThat(delete(fence(target))).isOne();
        this.fleet.change(target, this.a);
        assertThat(this.fleet.lookup(this.a, target.policy())).isNull();
        assertThat(this.fleet.lookup(this.b, target.policy())).isNull();
        this.a.cache(Fleet.CACHE).put("another", 7, target.policy());
        assertThat(this.a.cache(Fleet.CACHE).lookup("another", target.policy())).isNotNull();
        assertThat(this.fleet.lookup(this.a, target.policy())).isNull();
        assertThat(this.fleet.lookup(this.b, target.policy())).isNull();
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * Without an invalidation a lost fence costs a miss at most.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KEY")
    void lostFenceAloneCostsAMissAtMost(Target target) {
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        delete(fence(target));
        assertThat(this.fleet.lookup(this.b, target.policy())).isIn(null, 0);
        assertThat(this.fleet.read(this.b, target.policy())).isZero();
        this.fleet.assertFresh(this.a, target.policy());
    }

    /**
     * The fence is evicted while a load runs that has seen it, and invalidated while it
     * does not exist.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KEY")
    void lostFenceDoesNotLetLateFillIn(Target target) {
        keepCopies(target);
        this.b.cache(Fleet.CACHE).evict(Fleet.KEY);
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        delete(fence(target));
        this.fleet.change(target, this.a);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.a, target.policy());
        Fleet.deliver(this.b, 2);
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * The sequence is evicted: it goes on from Redis's clock, and the next message shows
     * the break.
     */
    @ParameterizedTest
    @EnumSource
    void lostSequenceStillGoesUp(Target target) {
        keepCopies(target);
        for (int round = 1; round <= 3; round++) {
            assertThat(delete("tc:{" + this.fleet.namespace() + "}:seq")).isOne();
            this.fleet.change(target, this.a);
            this.fleet.assertFresh(this.a, target.policy());
            Fleet.deliver(this.b, round);
            this.fleet.assertFresh(this.b, target.policy());
        }
    }

    /**
     * Redis lost everything, and its clock is far behind the numbers that both instances
     * know: what is loaded now must not outlive the invalidations to come.
     */
    @ParameterizedTest
    @EnumSource
    void sequenceThatWentBackRevivesNothing(Target target) {
        knowNumbersOfTheFuture();
        flush();
        for (int round = 1; round <= 3; round++) {
            this.fleet.read(this.a, target.policy());
            Fleet.awaitFills(this.a, round);
            this.fleet.read(this.b, target.policy());
            this.fleet.change(target, this.a);
            this.fleet.assertFresh(this.a, target.policy());
            Fleet.deliver(this.b, 1 + round);
            this.fleet.assertFresh(this.b, target.policy());
        }
    }

    /**
     * The same where L2 is not used. B finds out by its next pulse that the numbers
     * started again.
     */
    @ParameterizedTest
    @EnumSource
    void sequenceThatWentBackIsNoticedWithoutL2(Target target) {
        this.b.cache(Fleet.CACHE).mode(CacheMode.L1_ONLY);
        knowNumbersOfTheFuture();
        flush();
        long resyncs = this.b.channel().resyncs();
        Fleet.eventually().until(() -> this.b.channel().resyncs() > resyncs);
        for (int round = 1; round <= 3; round++) {
            this.fleet.read(this.b, target.policy());
            this.fleet.change(target, this.a);
            Fleet.deliver(this.b, 1 + round);
            this.fleet.assertFresh(this.b, target.policy());
        }
    }

    private void keepCopies(Target target) {
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        this.fleet.read(this.b, target.policy());
    }

    private void knowNumbersOfTheFuture() {
        String future = Long.toString((System.currentTimeMillis() + 3_600_000) * 1024);
        RedisFixture.shared().execute((redis) -> redis.set("tc:{" + this.fleet.namespace() + "}:seq", future));
        this.a.cache("others").evict("another");
        Fleet.deliver(this.b, 1);
    }

    private String fence(Target target) {
        return "tc:{" + this.fleet.namespace() + "}:" + switch (target) {
            case TAG -> "tag:odd";
            case RESULT_TAG -> "tag:late";
            case CACHE -> "cache:" + Fleet.CACHE;
            case NAMESPACE -> "all";
            case KEY -> throw new IllegalArgumentException("A key has no fence");
        };
    }

    private static void flush() {
        RedisFixture.shared().flushAll();
    }

    private static long delete(String pattern) {
        return RedisFixture.shared().execute((redis) -> {
            List<String> keys = redis.keys(pattern);
            return keys.isEmpty() ? 0L : redis.del(keys.toArray(new String[0]));
        });
    }

}
