package io.tieredcache.cache;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The races of loads, puts and invalidations, with the entries in one Redis and the
 * fences in another.
 */
class SecondStoreRaceIntegrationTests {

    private static RedisServerProcess second;

    private final Fleet fleet = new Fleet(
            (instance) -> instance.store("second", second.port()).defaults(new CacheSettingsBuilder().store("second")));

    @BeforeAll
    static void startStore() {
        second = RedisServerProcess.onFreePort();
    }

    @AfterAll
    static void stopStore() {
        second.close();
    }

    @AfterEach
    void close() {
        this.fleet.close();
    }

    static Stream<Arguments> momentsAndTargets() {
        return Stream.of(Moment.AFTER_LEASE, Moment.AFTER_SOURCE_READ, Moment.BEFORE_STORE)
            .flatMap((moment) -> Arrays.stream(Target.values()).map((target) -> Arguments.of(moment, target)));
    }

    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateFillStaysOut(Moment moment, Target target) {
        TestInstance b = this.fleet.b();
        b.bus().hold();
        Gate gate = moment.stopNextLoad(b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, this.fleet.a());
        this.fleet.assertFresh(this.fleet.a(), target.policy());
        Fleet.deliver(b, 1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(moment.holdsOldValue() ? 0 : 1);
        Fleet.awaitFills(b, 1);
        this.fleet.assertFresh(b, target.policy());
        this.fleet.assertFresh(this.fleet.a(), target.policy());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void entryReadBeforeAnInvalidationIsNotKept(Target target) {
        this.fleet.read(this.fleet.a(), target.policy());
        Fleet.awaitFills(this.fleet.a(), 1);
        TestInstance b = this.fleet.b();
        Gate gate = new Gate();
        b.l2().after(Step.READ, gate::pass);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, this.fleet.a());
        Fleet.deliver(b, 1);
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE);
        this.fleet.assertFresh(b, target.policy());
    }

    static Stream<Target> targets() {
        return Arrays.stream(Target.values());
    }

    @Test
    void laterOfTwoPutsStays() {
        TestInstance a = this.fleet.a();
        TestInstance b = this.fleet.b();
        for (int i = 0; i < 20; i++) {
            int value = this.fleet.source().update();
            TestInstance writer = (i % 2 == 0) ? a : b;
            TestInstance reader = (i % 2 == 0) ? b : a;
            writer.cache(Fleet.CACHE).put(Fleet.KEY, value, Fleet.POLICY);
            assertThat(this.fleet.lookup(writer, Fleet.POLICY)).isEqualTo(value);
            Fleet.eventually().until(() -> Integer.valueOf(value).equals(this.fleet.lookup(reader, Fleet.POLICY)));
        }
    }

}
