package io.tieredcache.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that never arrive. B notices the hole, by the next message or by its own
 * pulse, and starts anew: whatever was read before that is not served after it.
 */
class LostMessageRaceIntegrationTests {

    private static final Duration NEVER = Duration.ofHours(1);

    private final Fleet fleet = new Fleet((builder) -> builder.pulseInterval(NEVER));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * Exactly one message is lost: the next one, whatever it is about, reveals it.
     */
    @ParameterizedTest
    @EnumSource
    void nextMessageRevealsTheLostOne(Target target) {
        keepCopyOnB(target);
        this.b.bus().lose(1);
        this.fleet.change(target, this.a);
        Fleet.eventually().until(() -> this.b.bus().arrived() == 1);
        assertThat(this.fleet.lookupL1(this.b, target.policy())).as("the message is lost").isZero();
        invalidateAnother();
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, target.policy());
        assertThat(this.b.channel().resyncs()).isEqualTo(2);
    }

    /**
     * No other message comes: the pulse names a number that B has not applied.
     */
    @ParameterizedTest
    @EnumSource
    void pulseAloneRevealsTheLostMessage(Target target) {
        try (Fleet pulsing = new Fleet((builder) -> builder.pulseInterval(Duration.ofMillis(20)))) {
            pulsing.read(pulsing.a(), target.policy());
            Fleet.awaitFills(pulsing.a(), 1);
            pulsing.read(pulsing.b(), target.policy());
            pulsing.b().bus().lose(1);
            pulsing.source().update();
            target.invalidateOn(pulsing.a());
            Fleet.eventually().until(() -> pulsing.b().channel().resyncs() == 2);
            pulsing.assertFresh(pulsing.b(), target.policy());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 10 })
    void manyLostMessagesAreOneHole(int lost) {
        keepCopyOnB(Target.KEY);
        this.b.bus().lose(lost);
        for (int i = 0; i < lost; i++) {
            this.fleet.source().update();
            this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        }
        invalidateAnother();
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
    }

    /**
     * Without a loss nothing starts anew: the tests above do not pass because B drops
     * everything all the time.
     */
    @Test
    void messagesInOrderKeepOtherCopies() {
        keepCopyOnB(Target.KEY);
        for (int i = 0; i < 10; i++) {
            invalidateAnother();
        }
        Fleet.deliver(this.b, 10);
        assertThat(this.fleet.lookupL1(this.b, Fleet.POLICY)).isZero();
        assertThat(this.b.channel().resyncs()).isOne();
    }

    static Stream<Arguments> momentsAndTargets() {
        return Stream.of(Moment.AFTER_L2_READ, Moment.AFTER_LEASE, Moment.AFTER_SOURCE_READ, Moment.AFTER_STORE)
            .flatMap((moment) -> Arrays.stream(Target.values()).map((target) -> Arguments.of(moment, target)));
    }

    /**
     * The hole is noticed while a load runs. Nobody knows whether the lost message
     * concerned it, so that its result is not kept.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void loadUnderWayAtTheHoleIsNotKept(Moment moment, Target target) {
        Gate gate = moment.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        loseOneOnB(target);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(moment.holdsOldValue() ? 0 : 1);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * The same for a value that came from L2.
     */
    @ParameterizedTest
    @EnumSource
    void l2ReadUnderWayAtTheHoleIsNotKept(Target target) {
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        Gate gate = new Gate();
        this.b.l2().after(Step.READ, gate::pass);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        loseOneOnB(target);
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isIn(0, 1);
        this.fleet.assertFresh(this.b, target.policy());
    }

    /**
     * A reader who comes after the hole was noticed does not join a load from before.
     */
    @ParameterizedTest
    @EnumSource
    void loadFromBeforeTheHoleIsNotJoined(Target target) {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, target.policy());
        loseOneOnB(target);
        assertThat(this.fleet.startRead(this.b, target.policy())).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
    }

    private void keepCopyOnB(Target target) {
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        assertThat(this.fleet.read(this.b, target.policy())).isZero();
    }

    private void loseOneOnB(Target target) {
        this.fleet.source().update();
        this.b.bus().lose(1);
        target.invalidateOn(this.a);
        invalidateAnother();
        Fleet.deliver(this.b, 1);
    }

    private void invalidateAnother() {
        this.a.cache("others").evict("another");
    }

}
