package io.tieredcache.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.BatchLoader;
import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.RecursiveLoadException;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A batch that is overtaken by an invalidation of one of its keys, stopped at every point
 * where the two could meet.
 */
class BatchReadRaceIntegrationTests {

    private static final String OTHER = "another";

    private Fleet fleet;

    @AfterEach
    void close() {
        this.fleet.close();
    }

    private void start(SingleFlight flight) {
        this.fleet = new Fleet((builder) -> builder.defaults(new CacheSettingsBuilder().singleFlight(flight)));
    }

    static Stream<Arguments> momentsAndTargets() {
        return Arrays.stream(Moment.values())
            .flatMap((moment) -> Stream.concat(
                    Stream.of(Target.KEY, Target.TAG, Target.RESULT_TAG)
                        .map((target) -> Arguments.of(moment, target, SingleFlight.DISTRIBUTED)),
                    Stream.of(Target.KEY, Target.RESULT_TAG)
                        .map((target) -> Arguments.of(moment, target, SingleFlight.LOCAL))));
    }

    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateResultStaysOut(Moment moment, Target target, SingleFlight flight) {
        start(flight);
        TestInstance b = this.fleet.b();
        b.bus().hold();
        Gate gate = moment.stopNextLoad(b, this.fleet.source());
        CompletableFuture<Map<String, Integer>> reading = this.fleet.start(() -> getAll(b, target.policy()));
        gate.awaitReached();
        this.fleet.change(target, this.fleet.a());
        Fleet.deliver(b, 1);
        gate.open();
        int expected = moment.holdsOldValue() ? 0 : 1;
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isEqualTo(Map.of(Fleet.KEY, expected, OTHER, expected));
        Fleet.awaitFills(b, 2);
        this.fleet.assertFresh(b, target.policy());
        this.fleet.assertFresh(this.fleet.a(), target.policy());
        if (target == Target.KEY) {
            assertThat(this.fleet.a().cache(Fleet.CACHE).lookup(OTHER, Fleet.POLICY)).isNotNull();
        }
    }

    /** Each of two callers has begun one key that the other one wants as well. */
    @Test
    void twoBatchesThatWaitForEachOthersKeysEnd() {
        start(SingleFlight.LOCAL);
        TestInstance a = this.fleet.a();
        Gate first = new Gate();
        Gate second = new Gate();
        CompletableFuture<Map<String, Integer>> one = this.fleet.start(() -> getAll(a, List.of("x", "y"), (keys) -> {
            first.pass();
            return values(keys, 1);
        }));
        first.awaitReached();
        CompletableFuture<Map<String, Integer>> two = this.fleet
            .start(() -> getAll(a, List.of("z", "y", "x"), (keys) -> {
                second.pass();
                return values(keys, 2);
            }));
        second.awaitReached();
        CompletableFuture<Map<String, Integer>> three = this.fleet
            .start(() -> getAll(a, List.of("x", "z", "w"), (keys) -> values(keys, 3)));
        second.open();
        first.open();
        assertThat(one).succeedsWithin(Fleet.PATIENCE).isEqualTo(Map.of("x", 1, "y", 1));
        assertThat(two).succeedsWithin(Fleet.PATIENCE).isEqualTo(Map.of("z", 2, "y", 1, "x", 1));
        assertThat(three).succeedsWithin(Fleet.PATIENCE).isEqualTo(Map.of("x", 1, "z", 2, "w", 3));
        assertThat(a.cache(Fleet.CACHE).count(CacheCounter.LOAD)).isEqualTo(4);
    }

    /** Another instance loads one of the keys: its result is waited for. */
    @Test
    void keyThatAnotherInstanceLoadsIsWaitedFor() {
        start(SingleFlight.DISTRIBUTED);
        Gate gate = new Gate();
        CompletableFuture<Map<String, Integer>> one = this.fleet
            .start(() -> getAll(this.fleet.a(), List.of("x"), (keys) -> {
                gate.pass();
                return values(keys, 1);
            }));
        gate.awaitReached();
        Gate loaded = new Gate();
        loaded.open();
        CompletableFuture<Map<String, Integer>> two = this.fleet
            .start(() -> getAll(this.fleet.b(), List.of("x", "y"), (keys) -> {
                loaded.pass();
                return values(keys, 2);
            }));
        loaded.awaitReached();
        gate.open();
        assertThat(one).succeedsWithin(Fleet.PATIENCE).isEqualTo(Map.of("x", 1));
        assertThat(two).succeedsWithin(Fleet.PATIENCE).isEqualTo(Map.of("x", 1, "y", 2));
    }

    /** A failed batch gives its leases and flights back. */
    @Test
    void failureReachesAllWhoWaitAndTheNextCallLoads() {
        start(SingleFlight.LOCAL);
        TestInstance a = this.fleet.a();
        Gate gate = new Gate();
        CompletableFuture<Map<String, Integer>> failing = this.fleet
            .start(() -> getAll(a, List.of("x", "y"), (keys) -> {
                gate.pass();
                throw new IllegalArgumentException("no source");
            }));
        gate.awaitReached();
        CompletableFuture<Map<String, Integer>> joining = this.fleet
            .start(() -> getAll(a, List.of("y"), (keys) -> values(keys, 2)));
        gate.open();
        assertThat(failing).failsWithin(Fleet.PATIENCE).withThrowableThat().havingRootCause().withMessage("no source");
        assertThat(joining.handle((value, failure) -> true)).succeedsWithin(Fleet.PATIENCE);
        assertThat(getAll(a, List.of("x", "y"), (keys) -> values(keys, 3))).containsEntry("x", 3);
        Fleet.eventually().until(() -> ((DefaultTieredCache) a.cache(Fleet.CACHE)).inFlight() == 0);
    }

    @Test
    void loaderThatAsksForOneOfItsKeysFails() {
        start(SingleFlight.LOCAL);
        TestInstance a = this.fleet.a();
        CompletableFuture<Map<String, Integer>> reading = this.fleet
            .start(() -> getAll(a, List.of("x", "y"), (keys) -> getAll(a, List.of("y"), (again) -> values(again, 1))));
        assertThat(reading).failsWithin(Fleet.PATIENCE)
            .withThrowableThat()
            .havingRootCause()
            .isInstanceOf(RecursiveLoadException.class);
    }

    private Map<String, Integer> getAll(TestInstance instance, EntryPolicy policy) {
        return getAll(instance, List.of(Fleet.KEY, OTHER), (keys) -> values(keys, this.fleet.source().load()), policy);
    }

    private static Map<String, Integer> values(Iterable<String> keys, int value) {
        Map<String, Integer> values = new HashMap<>();
        keys.forEach((key) -> values.put(key, value));
        return values;
    }

    private static Map<String, Integer> getAll(TestInstance instance, List<String> keys,
            BatchLoader<String, Integer> loader) {
        return getAll(instance, keys, loader, Fleet.POLICY);
    }

    private static Map<String, Integer> getAll(TestInstance instance, List<String> keys,
            BatchLoader<String, Integer> loader, EntryPolicy policy) {
        TieredCache cache = instance.cache(Fleet.CACHE);
        try {
            return cache.getAll(keys, policy, loader);
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

}
