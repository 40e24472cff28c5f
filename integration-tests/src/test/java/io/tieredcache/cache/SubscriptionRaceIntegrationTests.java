package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.KillArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.ChannelState;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Subscriptions that end, come back, or only look alive.
 */
class SubscriptionRaceIntegrationTests {

    private static final Duration NEVER = Duration.ofHours(1);

    private final Fleet fleet = new Fleet((builder) -> builder.pulseInterval(Duration.ofMillis(50)));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * The server ends the subscription, and the driver makes it again. What was missed
     * meanwhile nobody knows; neither a message nor a pulse comes to tell.
     */
    @ParameterizedTest
    @EnumSource
    void subscriptionMadeAgainStartsAnew(Target target) {
        try (Fleet quiet = new Fleet((builder) -> builder.pulseInterval(NEVER))) {
            keepCopyOnB(quiet, target);
            quiet.b().bus().lose(1);
            quiet.source().update();
            target.invalidateOn(quiet.a());
            Fleet.eventually().until(() -> quiet.b().bus().arrived() == 1);
            killSubscriptions();
            Fleet.eventually().until(() -> quiet.b().channel().resyncs() > 1);
            quiet.assertFresh(quiet.b(), target.policy());
            Fleet.eventually().until(() -> quiet.b().channel().state() == ChannelState.LIVE);
        }
    }

    /**
     * A load spans the time in which the subscription was gone.
     */
    @ParameterizedTest
    @EnumSource
    void loadAcrossTheCutIsNotKept(Target target) {
        try (Fleet quiet = new Fleet((builder) -> builder.pulseInterval(NEVER))) {
            Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(quiet.b(), quiet.source());
            CompletableFuture<Integer> loading = quiet.startRead(quiet.b(), target.policy());
            gate.awaitReached();
            quiet.b().bus().lose(1);
            quiet.source().update();
            target.invalidateOn(quiet.a());
            killSubscriptions();
            Fleet.eventually().until(() -> quiet.b().channel().resyncs() > 1);
            gate.open();
            assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
            Fleet.awaitFills(quiet.b(), 1);
            quiet.assertFresh(quiet.b(), target.policy());
        }
    }

    /**
     * The subscription is back, but the sequence is not read yet. What is kept now is
     * judged by what is heard now.
     */
    @ParameterizedTest
    @EnumSource
    void readBetweenSubscriptionAndSequenceIsSafe(Target target) {
        try (Fleet quiet = new Fleet((builder) -> builder.pulseInterval(NEVER))) {
            TestInstance quietB = quiet.b();
            keepCopyOnB(quiet, target);
            Gate gate = new Gate();
            quietB.bus().beforePulse(gate::pass);
            killSubscriptions();
            gate.awaitReached();
            assertThat(quiet.read(quietB, target.policy())).isZero();
            quiet.source().update();
            target.invalidateOn(quiet.a());
            Fleet.deliver(quietB, 1);
            quiet.assertFresh(quietB, target.policy());
            gate.open();
            Fleet.eventually().until(() -> quietB.channel().state() == ChannelState.LIVE);
            quiet.assertFresh(quietB, target.policy());
        }
    }

    /**
     * B's subscription is cut again and again while A updates: B is fresh within its
     * bound each time.
     */
    @Test
    void updatesDuringCutsAreMadeUpFor() {
        keepCopyOnB(this.fleet, Target.KEY);
        for (int round = 1; round <= 20; round++) {
            int current = this.fleet.source().update();
            killSubscriptions();
            this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
            Fleet.eventually()
                .atMost(this.b.cache(Fleet.CACHE).settings().stalenessBound())
                .until(() -> this.fleet.read(this.b) == current);
        }
    }

    /**
     * The connection stays open, but nothing arrives. The pulses that do not come back
     * tell, and the subscription is made anew.
     */
    @Test
    void silentSubscriptionIsMadeAnew() {
        keepCopyOnB(this.fleet, Target.KEY);
        this.b.bus().silent(true);
        this.fleet.source().update();
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        assertThat(this.fleet.lookupL1(this.b, Fleet.POLICY)).as("nothing was heard").isIn(null, 0);
        Fleet.eventually().until(() -> this.b.channel().state() == ChannelState.SUSPECT);
        Fleet.eventually().until(() -> this.b.channel().resyncs() > 1);
        this.b.bus().silent(false);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
        Fleet.eventually().until(() -> this.b.channel().state() == ChannelState.LIVE);
    }

    private static void keepCopyOnB(Fleet fleet, Target target) {
        fleet.read(fleet.a(), target.policy());
        Fleet.awaitFills(fleet.a(), 1);
        assertThat(fleet.read(fleet.b(), target.policy())).isZero();
    }

    private static void killSubscriptions() {
        RedisFixture.shared().execute((redis) -> redis.clientKill(KillArgs.Builder.typePubsub()));
    }

}
