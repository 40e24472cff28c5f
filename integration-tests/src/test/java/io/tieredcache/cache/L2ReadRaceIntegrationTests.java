package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.CacheMode;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An invalidation between an instance's read of L2 and the copy that it keeps in L1. The
 * reader began before, so it may be given what it found; the copy must not be served once
 * the invalidation was heard of.
 */
class L2ReadRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    static Stream<Arguments> races() {
        List<Arguments> races = new ArrayList<>();
        for (Target target : Target.values()) {
            for (boolean entryRead : new boolean[] { false, true }) {
                for (boolean fencesKnown : new boolean[] { false, true }) {
                    races.add(Arguments.of(target, entryRead, fencesKnown));
                }
            }
        }
        return races.stream();
    }

    /**
     * B has the entry from L2 in its hands (or is about to read it) when A invalidates,
     * and hears of it before it keeps its copy.
     */
    @ParameterizedTest(name = "{0}, entry read: {1}, fences known: {2}")
    @MethodSource("races")
    void copyIsNotServedWhenMessageCameFirst(Target target, boolean entryRead, boolean fencesKnown) {
        TestInstance b = this.fleet.b();
        fillL2(target, fencesKnown);
        b.bus().hold();
        Gate gate = stopRead(b, entryRead);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, this.fleet.a());
        this.fleet.assertFresh(this.fleet.a(), target.policy());
        Fleet.deliver(b, 1);
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isIn(0, 1);
        this.fleet.assertFresh(b, target.policy());
    }

    /**
     * The same, but B keeps its copy, and even serves it, before it hears of the
     * invalidation.
     */
    @ParameterizedTest(name = "{0}, entry read: {1}, fences known: {2}")
    @MethodSource("races")
    void copyIsDroppedWhenMessageComesLater(Target target, boolean entryRead, boolean fencesKnown) {
        TestInstance b = this.fleet.b();
        fillL2(target, fencesKnown);
        b.bus().hold();
        Gate gate = stopRead(b, entryRead);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, this.fleet.a());
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isIn(0, 1);
        assertThat(this.fleet.lookup(b, target.policy())).isIn(null, 0, 1);
        this.fleet.assertFresh(this.fleet.a(), target.policy());
        Fleet.deliver(b, 1);
        this.fleet.assertFresh(b, target.policy());
    }

    /**
     * Reader and invalidator are threads of one instance. When the call has returned the
     * copy must not be served, whether it is kept before or after that.
     */
    @ParameterizedTest(name = "{0}, entry read: {1}, fences known: {2}")
    @MethodSource("races")
    void copyIsNotServedAfterOwnInvalidation(Target target, boolean entryRead, boolean fencesKnown) {
        TestInstance b = this.fleet.b();
        fillL2(target, fencesKnown);
        b.bus().hold();
        Gate gate = stopRead(b, entryRead);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, b);
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isIn(0, 1);
        this.fleet.assertFresh(b, target.policy());
    }

    /**
     * The reader comes between the first step of an invalidation, which is to drop the
     * copies of the own instance, and the second, which is to tell Redis: it still finds
     * the old entry, and keeps a copy of it.
     */
    @ParameterizedTest(name = "{0}, told Redis: {1}")
    @MethodSource("stepsOfInvalidation")
    void copyKeptAmidOwnInvalidationIsDropped(Target target, boolean told) {
        TestInstance b = this.fleet.b();
        fillL2(target, true);
        b.bus().hold();
        Gate gate = new Gate();
        if (told) {
            b.l2().after(Step.INVALIDATE, gate::pass);
        }
        else {
            b.l2().before(Step.INVALIDATE, gate::pass);
        }
        this.fleet.source().update();
        CompletableFuture<Boolean> invalidating = this.fleet.start(() -> {
            target.invalidateOn(b);
            return true;
        });
        gate.awaitReached();
        assertThat(this.fleet.read(b, target.policy())).isIn(0, 1);
        gate.open();
        assertThat(invalidating).succeedsWithin(Fleet.PATIENCE);
        this.fleet.assertFresh(b, target.policy());
    }

    static Stream<Arguments> stepsOfInvalidation() {
        return Stream.of(Target.values())
            .flatMap((target) -> Stream.of(Arguments.of(target, false), Arguments.of(target, true)));
    }

    /**
     * B has to ask Redis for the fences of the entry. The message of an invalidation
     * overtakes the answer, which names the number from before: the larger number counts,
     * so that already this reader is not given the old value.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KEY")
    void messageThatOvertakesFenceAnswerIsKept(Target target) {
        TestInstance b = this.fleet.b();
        fillL2(target, false);
        b.bus().hold();
        Gate gate = new Gate();
        b.l2().after(Step.READ_FENCES, gate::pass);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, this.fleet.a());
        Fleet.deliver(b, 1);
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        this.fleet.assertFresh(b, target.policy());
    }

    /**
     * The other order: Redis answers with the new number, and the message comes last.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KEY")
    void fenceAnswerThatOvertakesMessageIsKept(Target target) {
        TestInstance b = this.fleet.b();
        fillL2(target, false);
        b.bus().hold();
        Gate gate = new Gate();
        b.l2().before(Step.READ_FENCES, gate::pass);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.change(target, this.fleet.a());
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        Fleet.deliver(b, 1);
        this.fleet.assertFresh(b, target.policy());
    }

    /**
     * While B waits for Redis's answer about fences it finds out that a message was lost.
     * The answer is from before and must not revive what was dropped then.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KEY")
    void fenceAnswerFromBeforeResyncDoesNotCount(Target target) {
        TestInstance b = this.fleet.b();
        fillL2(target, false);
        Gate gate = new Gate();
        b.l2().after(Step.READ_FENCES, gate::pass);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, b, target.policy());
        this.fleet.source().update();
        b.bus().lose(1);
        target.invalidateOn(this.fleet.a());
        this.fleet.a().cache(Fleet.CACHE).evict("another");
        Fleet.deliver(b, 1);
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        this.fleet.assertFresh(b, target.policy());
    }

    private void fillL2(Target target, boolean fencesKnown) {
        this.fleet.read(this.fleet.a(), target.policy());
        Fleet.awaitFills(this.fleet.a(), 1);
        if (fencesKnown) {
            this.fleet.b().cache(Fleet.CACHE).mode(CacheMode.L2_ONLY);
            assertThat(this.fleet.lookup(this.fleet.b(), target.policy())).isZero();
            this.fleet.b().cache(Fleet.CACHE).mode(CacheMode.ON);
        }
    }

    private static Gate stopRead(TestInstance instance, boolean entryRead) {
        Gate gate = new Gate();
        if (entryRead) {
            instance.l2().after(Step.READ, gate::pass);
        }
        else {
            instance.l2().before(Step.READ, gate::pass);
        }
        return gate;
    }

}
