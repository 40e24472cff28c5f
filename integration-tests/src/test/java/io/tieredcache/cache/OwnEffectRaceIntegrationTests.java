package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.PendingPut;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an invalidation or a put does on its own instance before it asks Redis. It does
 * not depend on Redis's answer: not on the time that it takes, and not on the number in
 * it, which may be lower than what the instance knows where Redis lost its data. No pulse
 * comes meanwhile to tell of that.
 */
class OwnEffectRaceIntegrationTests {

    private static final Duration NEVER = Duration.ofHours(1);

    private final Fleet fleet = new Fleet(
            (builder) -> builder.pulseInterval(NEVER).defaults(new CacheSettingsBuilder().stalenessBound(NEVER)));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * Redis does not answer yet. Nobody is served the old copy until it does.
     */
    @ParameterizedTest
    @EnumSource
    void ownCopyIsGoneBeforeRedisIsAsked(Target target) {
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        Gate gate = new Gate();
        this.a.l2().before(Step.INVALIDATE, gate::pass);
        this.fleet.source().update();
        CompletableFuture<Boolean> invalidating = this.fleet.start(() -> {
            target.invalidateOn(this.a);
            return true;
        });
        gate.awaitReached();
        assertThat(this.fleet.lookupL1(this.a, target.policy())).isNull();
        gate.open();
        assertThat(invalidating).succeedsWithin(Fleet.PATIENCE);
        this.fleet.assertFresh(this.a, target.policy());
    }

    @Test
    void ownCopyIsGoneBeforePutIsStored() {
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 1);
        PendingPut put = beginPut(this.a);
        Gate gate = new Gate();
        this.a.l2().before(Step.PUT, gate::pass);
        int version = this.fleet.source().update();
        CompletableFuture<Boolean> putting = this.fleet.start(() -> {
            put.complete(version);
            return true;
        });
        gate.awaitReached();
        assertThat(this.fleet.lookupL1(this.a, Fleet.POLICY)).isNull();
        gate.open();
        assertThat(putting).succeedsWithin(Fleet.PATIENCE);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
    }

    /**
     * The copy's stamp is above the number that its invalidation gets.
     */
    @ParameterizedTest
    @EnumSource
    void invalidationWithANumberThatWentBackReachesOwnCopy(Target target) {
        knowNumbersOfTheFuture();
        long resyncs = this.a.channel().resyncs();
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        RedisFixture.shared().flushAll();
        this.fleet.change(target, this.a);
        this.fleet.assertFresh(this.a, target.policy());
        assertThat(this.a.channel().resyncs()).isEqualTo(resyncs);
    }

    /**
     * A reader has the old entry in its hands. The stripe of its key knows a higher
     * number than the one that the eviction, or the put, gets.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void writeWithANumberThatWentBackReachesReadUnderWay(boolean put) {
        knowNumbersOfTheFuture();
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        Fleet.deliver(this.a, 2);
        long resyncs = this.a.channel().resyncs();
        RedisFixture.shared().flushAll();
        this.fleet.read(this.b);
        Fleet.awaitFills(this.b, 1);
        Gate gate = new Gate();
        this.a.l2().after(Step.READ, gate::pass);
        CompletableFuture<Integer> reading = this.fleet.startReadUpTo(gate, this.a, Fleet.POLICY);
        int version = this.fleet.source().update();
        if (put) {
            this.a.cache(Fleet.CACHE).put(Fleet.KEY, version, Fleet.POLICY);
        }
        else {
            this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        }
        gate.open();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE).isIn(0, 1);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
        assertThat(this.a.channel().resyncs()).isEqualTo(resyncs);
    }

    /**
     * A reader comes after the first effect, still finds the old entry, and keeps a copy:
     * what the write drops in the end is that copy, whatever number it got.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void copyKeptAmidWriteWithANumberThatWentBackIsDropped(boolean put) {
        knowNumbersOfTheFuture();
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        Fleet.deliver(this.a, 2);
        RedisFixture.shared().flushAll();
        this.fleet.read(this.b);
        Fleet.awaitFills(this.b, 1);
        Gate gate = new Gate();
        this.a.l2().before(put ? Step.PUT : Step.INVALIDATE, gate::pass);
        int version = this.fleet.source().update();
        CompletableFuture<Boolean> writing = this.fleet.start(() -> {
            if (put) {
                this.a.cache(Fleet.CACHE).put(Fleet.KEY, version, Fleet.POLICY);
            }
            else {
                this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
            }
            return true;
        });
        gate.awaitReached();
        assertThat(this.fleet.read(this.a)).isIn(0, 1);
        gate.open();
        assertThat(writing).succeedsWithin(Fleet.PATIENCE);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
    }

    private void knowNumbersOfTheFuture() {
        String future = Long.toString((System.currentTimeMillis() + 3_600_000) * 1024);
        RedisFixture.shared().execute((redis) -> redis.set("tc:{" + this.fleet.namespace() + "}:seq", future));
        this.a.cache("others").evict("another");
        Fleet.deliver(this.a, 1);
    }

    private static PendingPut beginPut(TestInstance instance) {
        return instance.cache(Fleet.CACHE).beginPut(Fleet.KEY, Fleet.POLICY);
    }

}
