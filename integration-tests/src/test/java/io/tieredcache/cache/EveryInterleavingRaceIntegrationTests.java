package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every order in which the steps of two or three calls can follow each other, on two
 * instances. After each step both instances are looked at: neither may serve less than
 * what was returned to it or what it has heard of. And when everything was heard both
 * serve the last value or none.
 */
class EveryInterleavingRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * Of two writers on two instances the older value never stays, whoever takes the
     * lease, commits and stores first.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void olderOfTwoPutsNeverStays(boolean looking) {
        long stored = walk(Target.KEY, looking, List.of((world) -> Actor.putting(world, this.a),
                (world) -> Actor.putting(world, this.b), (world) -> Actor.hearing(world, this.b)), 3, 3, 1);
        assertThat(stored).as("puts that were stored, of 280").isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void olderOfTwoPutsOfOneInstanceNeverStays(boolean looking) {
        walk(Target.KEY, looking,
                List.of((world) -> Actor.putting(world, this.a), (world) -> Actor.putting(world, this.a)), 3, 3);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void putDoesNotUndoAnEviction(boolean looking) {
        walk(Target.KEY, looking, List.of((world) -> Actor.putting(world, this.a),
                (world) -> Actor.invalidating(world, this.b, Target.KEY), (world) -> Actor.hearing(world, this.b)), 3,
                2, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void loadDoesNotUndoAPut(boolean looking) {
        walk(Target.KEY, looking, List.of((world) -> Actor.putting(world, this.a),
                (world) -> Actor.loading(world, this.b, Target.KEY), (world) -> Actor.hearing(world, this.b)), 3, 4, 1);
    }

    @Test
    void loadDoesNotUndoAPutOfItsInstance() {
        walk(Target.KEY, true,
                List.of((world) -> Actor.putting(world, this.a), (world) -> Actor.loading(world, this.a, Target.KEY)),
                3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void loadDoesNotUndoAnInvalidation(Target target) {
        walk(target, true,
                List.of((world) -> Actor.invalidating(world, this.a, target),
                        (world) -> Actor.loading(world, this.b, target), (world) -> Actor.hearing(world, this.b)),
                2, 4, 1);
    }

    @ParameterizedTest
    @EnumSource
    void loadDoesNotUndoAnInvalidationOfItsInstance(Target target) {
        walk(target, true, List.of((world) -> Actor.invalidating(world, this.a, target),
                (world) -> Actor.loading(world, this.a, target)), 2, 4);
    }

    /**
     * Two loads on two instances, where the one that began first may end last.
     */
    @Test
    void twoLoadsDoNotUndoAnEviction() {
        long stored = walk(Target.KEY, false,
                List.of((world) -> Actor.invalidating(world, this.a, Target.KEY),
                        (world) -> Actor.loadingInThree(world, this.a, Target.KEY),
                        (world) -> Actor.loadingInThree(world, this.b, Target.KEY)),
                2, 3, 3);
        assertThat(stored).as("loads that were stored").isPositive();
    }

    private long walk(Target target, boolean looking, List<Function<RaceWorld, Actor>> actors, int... counts) {
        long storedBefore = stored();
        int walk = 0;
        for (String order : Interleavings.of(counts)) {
            RaceWorld world = new RaceWorld(this.fleet, "key" + walk++, target.policy());
            List<Iterator<Runnable>> steps = new ArrayList<>();
            actors.forEach((actor) -> steps.add(actor.apply(world).steps().iterator()));
            for (int i = 0; i < order.length(); i++) {
                steps.get(order.charAt(i) - 'a').next().run();
                if (looking) {
                    world.check(order.substring(0, i + 1));
                }
            }
            world.checkEnd(order);
        }
        return stored() - storedBefore;
    }

    private long stored() {
        return this.a.cache(Fleet.CACHE).count(CacheCounter.FILL) + this.b.cache(Fleet.CACHE).count(CacheCounter.FILL);
    }

}
