package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.ChannelState;
import io.tieredcache.Consistency;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long an instance that hears nothing any more may answer from memory. B has a copy
 * or a load of the old value, hears nothing of the update, and cannot subscribe again.
 */
class StalenessBoundRaceIntegrationTests {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final Duration L1_TTL = Duration.ofMinutes(2);

    private Fleet fleet = fleet(Consistency.BOUNDED, Duration.ofMillis(50));

    private static Fleet fleet(Consistency consistency, Duration pulseInterval) {
        return new Fleet((builder) -> builder.pulseInterval(pulseInterval)
            .defaults(new CacheSettingsBuilder().consistency(consistency).stalenessBound(BOUND).l1Ttl(L1_TTL)));
    }

    @AfterEach
    void close() {
        this.fleet.close();
    }

    @ParameterizedTest
    @EnumSource
    void boundedCacheStopsAnsweringFromMemory(Target target) {
        TestInstance b = this.fleet.b();
        keepCopyOnB(target);
        deafen(b);
        this.fleet.source().update();
        target.invalidateOn(this.fleet.a());
        b.ticker().advance(BOUND.minusSeconds(2));
        assertThat(this.fleet.lookupL1(b, target.policy())).as("within the bound").isZero();
        b.ticker().advance(Duration.ofSeconds(2));
        this.fleet.assertFresh(b, target.policy());
        assertThat(b.cache(Fleet.CACHE).count(CacheCounter.L1_HIT)).isOne();
    }

    /**
     * Beyond the bound entries of L2 are judged by what Redis says, and not kept.
     */
    @ParameterizedTest
    @EnumSource
    void deafInstanceJudgesByRedisAlone(Target target) {
        TestInstance b = this.fleet.b();
        keepCopyOnB(target);
        deafen(b);
        b.ticker().advance(BOUND);
        for (int round = 1; round <= 3; round++) {
            this.fleet.source().update();
            target.invalidateOn(this.fleet.a());
            assertThat(this.fleet.lookup(b, target.policy())).as("the entry from before").isNull();
            assertThat(this.fleet.read(this.fleet.a(), target.policy())).isEqualTo(round);
            Fleet.awaitFills(this.fleet.a(), round + 1);
            assertThat(this.fleet.lookup(b, target.policy())).as("the entry from after").isEqualTo(round);
            assertThat(this.fleet.lookupL1(b, target.policy())).isNull();
        }
    }

    /**
     * What was held up arrives in its order: a proof of life that is younger than the
     * bound before the message that ends the copy.
     */
    @ParameterizedTest
    @EnumSource
    void copyThatRedisRefutedDoesNotComeBack(Target target) {
        TestInstance b = this.fleet.b();
        keepCopyOnB(target);
        deafen(b);
        this.fleet.source().update();
        target.invalidateOn(this.fleet.a());
        assertThat(this.fleet.read(this.fleet.a(), target.policy())).isOne();
        Fleet.awaitFills(this.fleet.a(), 2);
        b.ticker().advance(BOUND);
        assertThat(this.fleet.lookup(b, target.policy())).as("the new entry").isOne();
        b.runtime().coherence().proven(b.ticker().getAsLong());
        assertThat(this.fleet.lookup(b, target.policy())).as("the new entry again").isOne();
    }

    /**
     * An instance that does not know the tags of an entry beforehand asks for their
     * fences once it has read it.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void deafInstanceAsksForTagsOfTheEntry(boolean entryFirst) {
        TestInstance b = this.fleet.b();
        keepCopyOnB(Target.RESULT_TAG);
        deafen(b);
        b.ticker().advance(BOUND);
        Gate gate = new Gate();
        if (entryFirst) {
            b.l2().after(Step.READ, gate::pass);
        }
        else {
            b.l2().before(Step.READ, gate::pass);
        }
        CompletableFuture<Integer> reading = this.fleet.startRead(b, Target.RESULT_TAG.policy());
        gate.awaitReached();
        this.fleet.source().update();
        Target.RESULT_TAG.invalidateOn(this.fleet.a());
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
    }

    @Test
    void eventualCacheAnswersUntilItsTtl() {
        this.fleet.close();
        this.fleet = fleet(Consistency.EVENTUAL, Duration.ofMillis(50));
        TestInstance b = this.fleet.b();
        keepCopyOnB(Target.KEY);
        deafen(b);
        this.fleet.source().update();
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        b.ticker().advance(BOUND.multipliedBy(3));
        assertThat(this.fleet.lookupL1(b, Fleet.POLICY)).as("beyond the bound").isZero();
        b.ticker().advance(L1_TTL.minus(BOUND.multipliedBy(3)));
        this.fleet.assertFresh(b, Fleet.POLICY);
    }

    /**
     * When B hears again it starts anew before it trusts its memory again.
     */
    @Test
    void instanceThatHearsAgainStartsAnew() {
        TestInstance b = this.fleet.b();
        keepCopyOnB(Target.KEY);
        deafen(b);
        this.fleet.source().update();
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        b.ticker().advance(BOUND);
        Fleet.eventually().until(() -> b.channel().state() == ChannelState.DETACHED);
        b.bus().silent(false);
        b.bus().refusing(false);
        b.awaitLive();
        this.fleet.assertFresh(b, Fleet.POLICY);
        Fleet.awaitFills(b, 1);
        this.fleet.read(b);
        assertThat(this.fleet.lookupL1(b, Fleet.POLICY)).isOne();
    }

    /**
     * A load that has run for longer than the bound is not joined by a reader to whom
     * nobody can say what happened since it began; one from within the bound is.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void loadFromBeyondTheBoundIsNotJoined(boolean beyond) {
        TestInstance b = this.fleet.b();
        deafen(b);
        b.ticker().advance(BOUND);
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(b, this.fleet.source());
        CompletableFuture<Integer> first = this.fleet.startRead(b, Fleet.POLICY);
        gate.awaitReached();
        this.fleet.source().update();
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        b.ticker().advance(beyond ? BOUND.plusSeconds(1) : BOUND.minusSeconds(5));
        CompletableFuture<Integer> second = this.fleet.startJoiningRead(b, Fleet.POLICY);
        if (beyond) {
            assertThat(second).succeedsWithin(Fleet.PATIENCE).isEqualTo(1);
        }
        gate.open();
        assertThat(first).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        assertThat(second).succeedsWithin(Fleet.PATIENCE).isEqualTo(beyond ? 1 : 0);
    }

    /**
     * The bound counts from the moment a pulse was sent, not from the one when it came
     * back: what the pulse proves is that nothing from before it was sent is missing.
     */
    @Test
    void boundCountsFromTheSendingOfThePulse() {
        this.fleet.close();
        this.fleet = fleet(Consistency.BOUNDED, Duration.ofSeconds(1));
        TestInstance b = this.fleet.b();
        keepCopyOnB(Target.KEY);
        Gate sent = new Gate();
        b.bus().beforePulse(sent::pass);
        sent.awaitReached();
        b.ticker().advance(Duration.ofSeconds(8));
        Gate next = new Gate();
        b.bus().beforePulse(next::pass);
        int pulses = b.bus().pulses();
        sent.open();
        Fleet.eventually().until(() -> b.bus().pulses() > pulses);
        next.awaitReached();
        deafen(b);
        b.ticker().advance(Duration.ofSeconds(3));
        assertThat(this.fleet.lookupL1(b, Fleet.POLICY)).as("11 s after the pulse was sent").isNull();
        next.open();
    }

    /**
     * A pulse that comes back while a message is missing proves nothing.
     */
    @Test
    void pulseProvesNothingWhileOneIsMissing() {
        this.fleet.close();
        this.fleet = fleet(Consistency.BOUNDED, Duration.ofSeconds(1));
        TestInstance b = this.fleet.b();
        keepCopyOnB(Target.KEY);
        awaitNextPulse(b);
        b.bus().lose(1);
        this.fleet.source().update();
        this.fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        awaitNextPulse(b);
        b.ticker().advance(BOUND.minusMillis(500));
        assertThat(this.fleet.lookupL1(b, Fleet.POLICY)).isNull();
    }

    private static void awaitNextPulse(TestInstance instance) {
        int pulses = instance.bus().pulses();
        Fleet.eventually().until(() -> instance.bus().pulses() > pulses);
    }

    private static void deafen(TestInstance instance) {
        instance.bus().refusing(true);
        instance.bus().silent(true);
    }

    private void keepCopyOnB(Target target) {
        this.fleet.read(this.fleet.a(), target.policy());
        Fleet.awaitFills(this.fleet.a(), 1);
        assertThat(this.fleet.read(this.fleet.b(), target.policy())).isZero();
    }

}
