package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.PendingPut;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Puts against everything else. {@link EveryInterleavingRaceIntegrationTests} has them in
 * all orders; here are the ones that have a story.
 */
class PutRaceIntegrationTests {

    private static final int ROUNDS = Integer.getInteger("tiered-cache.test.put-rounds", 1_000);

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * A reader of the same instance comes while a put is under way: it still finds the
     * old entry and keeps a copy, which the end of the put has to drop.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void copyKeptAmidOwnPutIsDropped(boolean stored) {
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 1);
        PendingPut put = beginPut(this.a);
        this.fleet.source().update();
        Gate gate = new Gate();
        if (stored) {
            this.a.l2().after(Step.PUT, gate::pass);
        }
        else {
            this.a.l2().before(Step.PUT, gate::pass);
        }
        CompletableFuture<Boolean> putting = this.fleet.start(() -> {
            put.complete(1);
            return true;
        });
        gate.awaitReached();
        assertThat(this.fleet.read(this.a)).isIn(0, 1);
        gate.open();
        assertThat(putting).succeedsWithin(Fleet.PATIENCE);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
    }

    /**
     * The lease is taken before the commit. A reader who comes between the two takes it
     * over and stores the old value; so the put has to evict.
     */
    @Test
    void loadBetweenBeginAndCommitIsUndone() {
        PendingPut put = beginPut(this.a);
        assertThat(this.fleet.read(this.b)).isZero();
        Fleet.awaitFills(this.b, 1);
        int version = this.fleet.source().update();
        put.complete(version);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isNull();
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
    }

    /**
     * A load that began before the put ends after it.
     */
    @Test
    void loadFromBeforeThePutDoesNotUndoIt() {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startRead(this.b, Fleet.POLICY);
        gate.awaitReached();
        PendingPut put = beginPut(this.a);
        put.complete(this.fleet.source().update());
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isEqualTo(1);
        Fleet.deliver(this.b, 1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(1);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isEqualTo(1);
    }

    /**
     * One thread puts and removes and looks, again and again, while another one reads all
     * the time: what was removed is not seen again.
     */
    @Test
    void removedValueIsNeverSeenAgain() {
        TieredCache cache = this.a.cache(Fleet.CACHE);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger read = new AtomicInteger();
        CompletableFuture<Boolean> reading = this.fleet.start(() -> {
            while (!over.get()) {
                this.fleet.lookup(this.a, Fleet.POLICY);
                read.incrementAndGet();
            }
            return true;
        });
        for (int i = 0; i < ROUNDS; i++) {
            cache.put(Fleet.KEY, i, Fleet.POLICY);
            cache.evict(Fleet.KEY);
            assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isNull();
        }
        over.set(true);
        assertThat(reading).succeedsWithin(Fleet.PATIENCE);
        assertThat(read).hasPositiveValue();
    }

    /**
     * Two updates of one key, one right after the other: each is told, and B ends with
     * the last one, also if it hears of both only later.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void secondOfTwoQuickUpdatesReachesTheOthers(boolean held) {
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 1);
        this.fleet.read(this.b);
        if (held) {
            this.b.bus().hold();
        }
        put(this.a);
        put(this.a);
        Fleet.deliver(this.b, 2);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(2);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
    }

    /**
     * A put right after a clear survives it, on both instances, also where the message of
     * the clear comes late; and the clear leaves a cache alone whose name begins alike.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void putRightAfterClearSurvives(boolean warm) {
        TieredCache longer = this.a.cache(Fleet.CACHE + "_detail");
        longer.put(Fleet.KEY, 7, Fleet.POLICY);
        if (warm) {
            this.fleet.read(this.a);
            Fleet.awaitFills(this.a, 1);
            this.fleet.read(this.b);
        }
        this.b.bus().hold();
        this.a.cache(Fleet.CACHE).clear();
        put(this.a);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isEqualTo(1);
        Fleet.deliver(this.b, 3);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(1);
        assertThat(longer.lookup(Fleet.KEY, Fleet.POLICY)).isNotNull();
    }

    @Test
    void putDropsOwnCopyWhenRedisIsAway() {
        this.fleet.read(this.a);
        this.a.l2().failing(true);
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.a.cache(Fleet.CACHE).put(Fleet.KEY, 1, Fleet.POLICY));
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isNull();
    }

    /**
     * The tags of the new value cannot be found. The source is changed all the same, so
     * that the old entry has to go.
     */
    @Test
    void putEvictsWhenTagsOfItsValueFail() {
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 1);
        this.fleet.read(this.b);
        PendingPut put = this.a.cache(Fleet.CACHE).beginPut(Fleet.KEY, Fleet.POLICY.withResultTags((value) -> {
            throw new IllegalStateException("no tags");
        }));
        int version = this.fleet.source().update();
        put.complete(version);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
    }

    private void put(TestInstance instance) {
        PendingPut put = beginPut(instance);
        put.complete(this.fleet.source().update());
    }

    private static PendingPut beginPut(TestInstance instance) {
        return instance.cache(Fleet.CACHE).beginPut(Fleet.KEY, Fleet.POLICY);
    }

}
