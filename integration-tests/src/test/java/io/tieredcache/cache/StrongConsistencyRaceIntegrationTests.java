package io.tieredcache.cache;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.Consistency;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Caches of class strong: as soon as an invalidating call returned on A, every read on B
 * is fresh, although B hears of nothing. Tags have to be known before the load.
 */
class StrongConsistencyRaceIntegrationTests {

    private final Fleet fleet = new Fleet(
            (builder) -> builder.defaults(new CacheSettingsBuilder().consistency(Consistency.STRONG)));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @BeforeEach
    void deafenB() {
        this.b.bus().hold();
    }

    @AfterEach
    void close() {
        this.fleet.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESULT_TAG")
    void otherInstanceIsFreshAtOnce(Target target) {
        assertThat(this.fleet.read(this.b, target.policy())).isZero();
        Fleet.awaitFills(this.b, 1);
        assertThat(this.fleet.lookup(this.b, target.policy())).isZero();
        for (int round = 1; round <= 3; round++) {
            this.fleet.change(target, this.a);
            assertThat(this.fleet.lookup(this.b, target.policy())).isNull();
            assertThat(this.fleet.read(this.b, target.policy())).isEqualTo(round);
            Fleet.awaitFills(this.b, round + 1);
            assertThat(this.fleet.lookupL1(this.b, target.policy())).isNull();
            assertThat(this.fleet.lookup(this.b, target.policy())).isEqualTo(round);
        }
    }

    @Test
    void otherInstanceSeesAPutAtOnce() {
        assertThat(this.fleet.read(this.b)).isZero();
        Fleet.awaitFills(this.b, 1);
        for (int round = 1; round <= 3; round++) {
            this.a.cache(Fleet.CACHE).put(Fleet.KEY, this.fleet.source().update(), Fleet.POLICY);
            assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(round);
        }
    }

    static Stream<Arguments> momentsAndTargets() {
        return Arrays.stream(Moment.values())
            .flatMap((moment) -> Arrays.stream(Target.values())
                .filter((target) -> target != Target.RESULT_TAG)
                .map((target) -> Arguments.of(moment, target)));
    }

    /**
     * B's load of the old value ends after the call returned, and no later reader sees
     * it.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateFillStaysOut(Moment moment, Target target) {
        Gate gate = moment.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        this.fleet.change(target, this.a);
        assertThat(this.fleet.startRead(this.b, target.policy())).as("beside the old load")
            .succeedsWithin(Fleet.PATIENCE)
            .isEqualTo(1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(moment.holdsOldValue() ? 0 : 1);
        Fleet.awaitFills(this.b, 2);
        this.fleet.assertFresh(this.b, target.policy());
        this.fleet.assertFresh(this.a, target.policy());
    }

    /**
     * Readers do not share loads, also those who do not wait: whoever began earlier may
     * have read the source before the call returned.
     */
    @Test
    void laterRetrieveDoesNotShareAnEarlierOne() {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> first = this.fleet.retrieve(this.b);
        gate.awaitReached();
        this.fleet.source().update();
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        assertThat(this.fleet.retrieve(this.b)).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        gate.open();
        assertThat(first).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
    }

}
