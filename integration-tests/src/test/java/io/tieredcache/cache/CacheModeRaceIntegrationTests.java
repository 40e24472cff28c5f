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

import io.tieredcache.CacheMode;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The races where one level is not used, and the change from one mode to another.
 */
class CacheModeRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    static Stream<Arguments> modesAndTargets() {
        return Stream.of(CacheMode.L1_ONLY, CacheMode.L2_ONLY)
            .flatMap((mode) -> Arrays.stream(Target.values()).map((target) -> Arguments.of(mode, target)));
    }

    @ParameterizedTest
    @MethodSource("modesAndTargets")
    void invalidationReachesEveryMode(CacheMode mode, Target target) {
        this.b.cache(Fleet.CACHE).mode(mode);
        assertThat(this.fleet.read(this.b, target.policy())).isZero();
        Fleet.eventually().until(() -> this.fleet.lookup(this.b, target.policy()) != null);
        this.fleet.change(target, this.a);
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, target.policy());
        this.fleet.assertFresh(this.a, target.policy());
    }

    @ParameterizedTest
    @MethodSource("modesAndTargets")
    void lateFillStaysOutWhenMessageCameFirst(CacheMode mode, Target target) {
        this.b.cache(Fleet.CACHE).mode(mode);
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        this.fleet.change(target, this.a);
        Fleet.deliver(this.b, 1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        this.fleet.assertFresh(this.b, target.policy());
    }

    @ParameterizedTest
    @MethodSource("modesAndTargets")
    void lateFillIsGoneOnceMessageIsApplied(CacheMode mode, Target target) {
        this.b.cache(Fleet.CACHE).mode(mode);
        this.b.bus().hold();
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        this.fleet.change(target, this.a);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        this.fleet.assertFresh(this.a, target.policy());
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, target.policy());
    }

    @ParameterizedTest
    @MethodSource("modesAndTargets")
    void lateFillStaysOutOnTheOwnInstance(CacheMode mode, Target target) {
        this.b.cache(Fleet.CACHE).mode(mode);
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        this.fleet.change(target, this.b);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * While a cache is bypassed the source may change without anybody invalidating. So it
     * starts again empty, on all instances.
     */
    @ParameterizedTest
    @EnumSource(names = { "ON", "L1_ONLY", "L2_ONLY" })
    void cacheStartsClearedAfterBypass(CacheMode next) {
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 1);
        this.fleet.read(this.b);
        TieredCache cache = this.b.cache(Fleet.CACHE);
        cache.mode(CacheMode.BYPASS);
        this.fleet.source().update();
        assertThat(this.fleet.read(this.b)).isOne();
        cache.mode(next);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
        Fleet.deliver(this.a, 1);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
    }

    /**
     * A load from before the bypass ends when it is over.
     */
    @Test
    void loadAcrossABypassIsNotKept() {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, Fleet.POLICY);
        TieredCache cache = this.b.cache(Fleet.CACHE);
        cache.mode(CacheMode.BYPASS);
        this.fleet.source().update();
        cache.mode(CacheMode.ON);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
        Fleet.deliver(this.a, 1);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
    }

}
