package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that share the load of another reader. A reader that begins after an
 * invalidation returned must not be given what a load from before came to, however it
 * comes by it; one that waits already when the invalidation comes may.
 */
class SharedLoadRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * A reader that waits, or does not wait, for its answer.
     */
    enum Caller {

        GET, RETRIEVE;

        CompletableFuture<Integer> read(Fleet fleet, TestInstance instance) {
            return (this == GET) ? fleet.startRead(instance, Fleet.POLICY) : fleet.retrieve(instance);
        }

        /** Reads while another read is under way, and returns when it waits for that. */
        CompletableFuture<Integer> join(Fleet fleet, TestInstance instance) {
            return (this == GET) ? fleet.startJoiningRead(instance, Fleet.POLICY) : fleet.retrieve(instance);
        }

    }

    static Stream<Arguments> callersAndTargets() {
        return Stream.of(Target.KEY, Target.CACHE, Target.NAMESPACE)
            .flatMap((target) -> Stream.of(Caller.values()).map((caller) -> Arguments.of(target, caller)));
    }

    @ParameterizedTest
    @EnumSource
    void readersWithoutAnInvalidationShareOneLoad(Caller caller) {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.a, this.fleet.source());
        CompletableFuture<Integer> first = caller.read(this.fleet, this.a);
        gate.awaitReached();
        CompletableFuture<Integer> second = caller.join(this.fleet, this.a);
        gate.open();
        assertThat(first).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        assertThat(second).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        assertThat(this.fleet.source().loads()).isOne();
        assertThat(this.a.cache(Fleet.CACHE).count(CacheCounter.SHARED_LOAD)).isOne();
    }

    /**
     * The later reader does not even wait for the load that was overtaken.
     */
    @ParameterizedTest
    @MethodSource("callersAndTargets")
    void readerAfterInvalidationLoadsByItself(Target target, Caller caller) {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.a, this.fleet.source());
        CompletableFuture<Integer> first = caller.read(this.fleet, this.a);
        gate.awaitReached();
        this.fleet.change(target, this.a);
        assertThat(caller.read(this.fleet, this.a)).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        gate.open();
        assertThat(first).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        this.fleet.assertFresh(this.a, target.policy());
    }

    @ParameterizedTest
    @MethodSource("callersAndTargets")
    void readerAfterMessageLoadsByItself(Target target, Caller caller) {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> first = caller.read(this.fleet, this.b);
        gate.awaitReached();
        this.fleet.change(target, this.a);
        Fleet.deliver(this.b, 1);
        assertThat(caller.read(this.fleet, this.b)).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        gate.open();
        assertThat(first).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * The first caller has its value, but L2 has not answered the fill yet, so that the
     * read may still be joined.
     */
    @ParameterizedTest
    @MethodSource("callersAndTargets")
    void readerWhileFillIsUnderWayLoadsByItself(Target target, Caller caller) {
        Gate gate = Moment.BEFORE_STORE.stopNextLoad(this.a, this.fleet.source());
        assertThat(caller.read(this.fleet, this.a)).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        gate.awaitReached();
        this.fleet.change(target, this.a);
        assertThat(caller.read(this.fleet, this.a)).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        gate.open();
        Fleet.awaitFills(this.a, 2);
        this.fleet.assertFresh(this.a, target.policy());
    }

    /**
     * Who waits already may be given the old value, and nobody is given it later.
     */
    @ParameterizedTest
    @MethodSource("callersAndTargets")
    void readerFromBeforeTheInvalidationMayShare(Target target, Caller caller) {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.a, this.fleet.source());
        CompletableFuture<Integer> first = caller.read(this.fleet, this.a);
        gate.awaitReached();
        CompletableFuture<Integer> second = caller.join(this.fleet, this.a);
        this.fleet.change(target, this.a);
        gate.open();
        assertThat(first).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        assertThat(second).succeedsWithin(Fleet.PATIENCE).isIn(0, 1);
        this.fleet.assertFresh(this.a, target.policy());
    }

    /**
     * Tags that follow from the value: nobody can tell whether the load under way is
     * concerned, so that a later reader waits for it and looks at its outcome.
     */
    @Nested
    class ResultTags {

        /**
         * The fence of the tag is in the instance's table from before, or it is not, and
         * has to be asked from Redis when the load ends.
         */
        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void laterReaderDoesNotTakeTheOutcome(boolean fenceKnown) {
            laterReaderGetsNewValue(Target.RESULT_TAG.policy(), fenceKnown);
        }

        /**
         * A value that is not to be stored is shared with those who wait as well, and
         * nothing is known of the tags that it would have had.
         */
        @Test
        void laterReaderDoesNotTakeUnstoredOutcome() {
            laterReaderGetsNewValue(Target.RESULT_TAG.policy().withStoreIf((value) -> false), false);
        }

        @Test
        void readersShareAnUnstoredOutcome() {
            Fleet fleet = SharedLoadRaceIntegrationTests.this.fleet;
            TestInstance a = SharedLoadRaceIntegrationTests.this.a;
            EntryPolicy policy = Fleet.POLICY.withStoreIf((value) -> false);
            Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(a, fleet.source());
            CompletableFuture<Integer> first = fleet.startReadUpTo(gate, a, policy);
            CompletableFuture<Integer> second = fleet.startJoiningRead(a, policy);
            gate.open();
            assertThat(first).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
            assertThat(second).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
            assertThat(fleet.source().loads()).isOne();
        }

        private void laterReaderGetsNewValue(EntryPolicy policy, boolean fenceKnown) {
            Fleet fleet = SharedLoadRaceIntegrationTests.this.fleet;
            TestInstance a = SharedLoadRaceIntegrationTests.this.a;
            if (fenceKnown) {
                fleet.read(a, policy);
                Fleet.awaitFills(a, 1);
                a.cache(Fleet.CACHE).evict(Fleet.KEY);
            }
            Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(a, fleet.source());
            CompletableFuture<Integer> first = fleet.startReadUpTo(gate, a, policy);
            fleet.source().update();
            Target.RESULT_TAG.invalidateOn(a);
            CompletableFuture<Integer> second = fleet.startJoiningRead(a, policy);
            gate.open();
            assertThat(first).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
            assertThat(second).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        }

    }

}
