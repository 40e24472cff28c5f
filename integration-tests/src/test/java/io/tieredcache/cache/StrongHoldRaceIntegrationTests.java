package io.tieredcache.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.InvalidationTiming;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.PendingInvalidation;
import io.tieredcache.PendingPut;
import io.tieredcache.cache.CacheTransaction.Isolation;
import io.tieredcache.key.KeyText;
import io.tieredcache.store.FenceNames;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Holds: from the moment at which a write may be committed, nobody is served from a
 * strong cache what was there before, whatever becomes of the writer. A writes, B reads
 * and hears of nothing.
 */
class StrongHoldRaceIntegrationTests {

    private static final Duration SHORT = Duration.ofSeconds(1);

    private final AtomicReference<@Nullable CacheTransaction> transaction = new AtomicReference<>();

    private @Nullable Fleet started;

    @AfterEach
    void close() {
        if (this.started != null) {
            this.started.close();
        }
    }

    private Fleet fleet() {
        return fleet(Duration.ofMinutes(1));
    }

    /**
     * A fleet; A has the transactions of this test.
     */
    private Fleet fleet(Duration holdTime) {
        AtomicReference<@Nullable CacheTransaction> ofTheFirst = new AtomicReference<>(
                new CacheTransaction(Isolation.COMMITTED, false));
        Fleet fleet = new Fleet((builder) -> {
            boolean first = ofTheFirst.getAndSet(null) != null;
            return builder.defaults(new CacheSettingsBuilder().consistency(Consistency.STRONG))
                .holdTime(holdTime)
                .transactions(first ? this.transaction::get : () -> null);
        });
        this.started = fleet;
        // Strong caches that an instance has not made yet are none that it would hold.
        fleet.a().cache(Fleet.CACHE);
        fleet.b().cache(Fleet.CACHE);
        fleet.b().bus().hold();
        return fleet;
    }

    private static PendingInvalidation begin(Fleet fleet, Target target) {
        return fleet.a().invalidator().begin(target.invalidation(Fleet.KEY));
    }

    private static void store(Fleet fleet, Target target) {
        long fills = fleet.b().cache(Fleet.CACHE).count(CacheCounter.FILL);
        fleet.read(fleet.b(), target.policy());
        Fleet.awaitFills(fleet.b(), fills + 1);
        assertThat(fleet.lookup(fleet.b(), target.policy())).isEqualTo(fleet.source().version());
    }

    /**
     * Asserts that B gets the current value from the source, and that it is not stored.
     */
    private static void assertHeld(Fleet fleet, EntryPolicy policy) {
        int loads = fleet.source().loads();
        assertThat(fleet.lookup(fleet.b(), policy)).isNull();
        assertThat(fleet.read(fleet.b(), policy)).isEqualTo(fleet.source().version());
        assertThat(fleet.source().loads()).isEqualTo(loads + 1);
        assertThat(fleet.lookup(fleet.b(), policy)).isNull();
        assertThat(fleet.lookup(fleet.a(), policy)).isNull();
    }

    /**
     * Waits until what B loads is stored again.
     */
    private static void assertStoredAgain(Fleet fleet, EntryPolicy policy) {
        Fleet.eventually().until(() -> {
            assertThat(fleet.read(fleet.b(), policy)).isEqualTo(fleet.source().version());
            return fleet.lookup(fleet.b(), policy) != null;
        });
        assertThat(fleet.lookup(fleet.a(), policy)).isEqualTo(fleet.source().version());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESULT_TAG")
    void nothingIsServedOrStoredUnderAHold(Target target) {
        Fleet fleet = fleet();
        store(fleet, target);
        PendingInvalidation pending = begin(fleet, target);
        assertHeld(fleet, target.policy());
        fleet.source().update();
        assertHeld(fleet, target.policy());
        pending.complete();
        assertStoredAgain(fleet, target.policy());
    }

    static Stream<Arguments> momentsAndTargets() {
        return Arrays.stream(Moment.values())
            .flatMap((moment) -> Stream.of(Target.KEY, Target.TAG, Target.CACHE, Target.NAMESPACE)
                .map((target) -> Arguments.of(moment, target)));
    }

    /**
     * The writer dies after its commit, so that nothing but the hold keeps B's load out.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void loadThatAHoldOvertakesIsNeverServed(Moment moment, Target target) {
        Fleet fleet = fleet();
        Gate gate = moment.stopNextLoad(fleet.b(), fleet.source());
        CompletableFuture<Integer> loading = fleet.startReadUpTo(gate, fleet.b(), target.policy());
        begin(fleet, target);
        if (moment.holdsOldValue()) {
            fleet.source().update();
        }
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE);
        Fleet.eventually().until(() -> ((DefaultTieredCache) fleet.b().cache(Fleet.CACHE)).inFlight() == 0);
        if (!moment.holdsOldValue()) {
            fleet.source().update();
        }
        assertHeld(fleet, target.policy());
    }

    /**
     * The load asks for the lease while the hold stands, and stores when it is over.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESULT_TAG")
    void loadBegunUnderAHoldStoresNothingLater(Target target) {
        Fleet fleet = fleet();
        PendingInvalidation pending = begin(fleet, target);
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(fleet.b(), fleet.source());
        CompletableFuture<Integer> loading = fleet.startReadUpTo(gate, fleet.b(), target.policy());
        fleet.source().update();
        pending.complete();
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        assertThat(fleet.lookup(fleet.b(), target.policy())).isNull();
        assertStoredAgain(fleet, target.policy());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESULT_TAG")
    void holdOfADeadWriterEndsByItself(Target target) {
        Fleet fleet = fleet(SHORT);
        store(fleet, target);
        begin(fleet, target);
        fleet.source().update();
        assertThat(fleet.read(fleet.b(), target.policy())).isEqualTo(1);
        assertStoredAgain(fleet, target.policy());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESULT_TAG")
    void eachWriterHasAHoldOfItsOwn(Target target) {
        Fleet fleet = fleet();
        PendingInvalidation first = begin(fleet, target);
        PendingInvalidation second = fleet.b().invalidator().begin(target.invalidation(Fleet.KEY));
        fleet.source().update();
        first.complete();
        assertHeld(fleet, target.policy());
        fleet.source().update();
        second.complete();
        assertStoredAgain(fleet, target.policy());
    }

    /**
     * The hold was gone too early, and a load stored the old value.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESULT_TAG")
    void invalidationIsRepeatedAfterTheCommit(Target target) {
        Fleet fleet = fleet(Duration.ofMillis(50));
        PendingInvalidation pending = begin(fleet, target);
        Fleet.eventually().until(() -> {
            fleet.read(fleet.b(), target.policy());
            return fleet.lookup(fleet.b(), target.policy()) != null;
        });
        fleet.source().update();
        pending.complete();
        assertThat(fleet.lookup(fleet.b(), target.policy())).isNull();
        assertStoredAgain(fleet, target.policy());
    }

    @Test
    void cancelledWriteLetsLoadsStoreAgain() {
        Fleet fleet = fleet();
        PendingInvalidation pending = begin(fleet, Target.TAG);
        assertHeld(fleet, Target.TAG.policy());
        pending.cancel();
        assertStoredAgain(fleet, Target.TAG.policy());
    }

    @Test
    void nothingIsWrittenWhereTheHoldCannotBePlaced() {
        Fleet fleet = fleet();
        fleet.a().l2().failing(true);
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> begin(fleet, Target.KEY));
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> fleet.a().cache(Fleet.CACHE).beginPut(Fleet.KEY, Fleet.POLICY));
        CacheTransaction writing = transaction(Isolation.COMMITTED);
        fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(writing::beforeCommit);
        writing.notCommitted(false);
    }

    /**
     * The answer is lost on its way: the write does not happen, so its hold is no use.
     */
    @Test
    void holdWhoseAnswerIsLostIsEnded() {
        Fleet fleet = fleet();
        fleet.a().l2().after(Step.HOLD, () -> {
            throw new L2UnavailableException("lost", null);
        });
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> begin(fleet, Target.KEY));
        assertStoredAgain(fleet, Fleet.POLICY);
    }

    @ParameterizedTest
    @ValueSource(strings = { "text", "list", "members" })
    void foreignValueUnderAHoldIsNone(String kind) {
        Fleet fleet = fleet();
        String entry = "tc:" + fleet.namespace() + ":" + Fleet.CACHE + ":v1:{" + KeyText.of(Fleet.KEY) + "}:h";
        String fence = "tc:{" + fleet.namespace() + "}:hold:" + FenceNames.ofCache(Fleet.CACHE);
        for (String key : new String[] { entry, fence }) {
            RedisFixture.shared().execute((commands) -> switch (kind) {
                case "text" -> commands.set(key, "no hold");
                case "list" -> commands.rpush(key, "no", "hold");
                default -> commands.zadd(key, 1, "over for long");
            });
        }
        store(fleet, Target.KEY);
        PendingInvalidation ofKey = begin(fleet, Target.KEY);
        PendingInvalidation ofCache = begin(fleet, Target.CACHE);
        fleet.source().update();
        assertHeld(fleet, Fleet.POLICY);
        ofKey.complete();
        assertHeld(fleet, Fleet.POLICY);
        ofCache.complete();
        assertStoredAgain(fleet, Fleet.POLICY);
    }

    @Test
    void putHoldsTheKeyUntilItIsOverAndStoresNothing() {
        Fleet fleet = fleet();
        store(fleet, Target.KEY);
        PendingPut put = fleet.a().cache(Fleet.CACHE).beginPut(Fleet.KEY, Fleet.POLICY);
        assertHeld(fleet, Fleet.POLICY);
        put.complete(fleet.source().update());
        assertThat(fleet.lookup(fleet.b(), Fleet.POLICY)).isNull();
        assertStoredAgain(fleet, Fleet.POLICY);
    }

    @Test
    void plainPutsStoreNothingUnderAHold() {
        Fleet fleet = fleet();
        begin(fleet, Target.KEY);
        fleet.b().cache(Fleet.CACHE).put(Fleet.KEY, 0, Fleet.POLICY);
        assertThat(fleet.lookup(fleet.b(), Fleet.POLICY)).isNull();
        assertThat(fleet.b().cache(Fleet.CACHE).putIfAbsent(Fleet.KEY, 0)).isNull();
        fleet.source().update();
        assertHeld(fleet, Fleet.POLICY);
    }

    static Stream<Function<Fleet, Object>> lateWrites() {
        return Stream.of((fleet) -> {
            fleet.b().cache(Fleet.CACHE).put(Fleet.KEY, 0, Fleet.POLICY);
            return true;
        }, (fleet) -> {
            fleet.b().cache(Fleet.CACHE).putIfAbsent(Fleet.KEY, 0);
            return true;
        });
    }

    /**
     * B's put has the lease, and the hold comes before it stores.
     */
    @ParameterizedTest
    @MethodSource("lateWrites")
    void putThatAHoldOvertakesIsNeverServed(Function<Fleet, Object> write) {
        Fleet fleet = fleet();
        Gate gate = Moment.AFTER_LEASE.stopNextLoad(fleet.b(), fleet.source());
        CompletableFuture<Object> putting = fleet.start(() -> write.apply(fleet));
        gate.awaitReached();
        begin(fleet, Target.KEY);
        fleet.source().update();
        gate.open();
        assertThat(putting).succeedsWithin(Fleet.PATIENCE);
        assertHeld(fleet, Fleet.POLICY);
    }

    /**
     * What a transaction loads before it has told of a write is stored after its commit:
     * not if somebody held it when it was loaded.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESULT_TAG")
    void loadOfATransactionUnderAHoldIsNotStored(Target target) {
        Fleet fleet = fleet();
        fleet.b().invalidator().begin(target.invalidation(Fleet.KEY));
        CacheTransaction reading = transaction(Isolation.COMMITTED);
        assertThat(fleet.read(fleet.a(), target.policy())).isZero();
        fleet.source().update();
        commit(reading);
        Fleet.eventually().until(() -> ((DefaultTieredCache) fleet.a().cache(Fleet.CACHE)).inFlight() == 0);
        assertHeld(fleet, target.policy());
    }

    @Test
    void transactionHoldsBeforeItsCommit() {
        Fleet fleet = fleet();
        store(fleet, Target.TAG);
        CacheTransaction writing = transaction(Isolation.COMMITTED);
        fleet.a().invalidator().invalidate(CacheInvalidation.none().tags("odd"));
        assertThat(fleet.lookup(fleet.b(), Target.TAG.policy())).as("before the commit").isZero();
        writing.beforeCommit();
        this.transaction.set(null);
        assertHeld(fleet, Target.TAG.policy());
        fleet.source().update();
        assertHeld(fleet, Target.TAG.policy());
        writing.afterCommit();
        assertStoredAgain(fleet, Target.TAG.policy());
    }

    @Test
    void pendingInvalidationWithinATransactionIsHeldAtItsCommit() {
        Fleet fleet = fleet();
        CacheTransaction writing = transaction(Isolation.COMMITTED);
        PendingInvalidation pending = begin(fleet, Target.KEY);
        pending.complete();
        store(fleet, Target.KEY);
        writing.beforeCommit();
        this.transaction.set(null);
        fleet.source().update();
        assertHeld(fleet, Fleet.POLICY);
        writing.afterCommit();
        assertStoredAgain(fleet, Fleet.POLICY);
    }

    @Test
    void immediateInvalidationIsHeldAtTheCommitAsWell() {
        Fleet fleet = fleet();
        CacheTransaction writing = transaction(Isolation.COMMITTED);
        fleet.a()
            .invalidator()
            .invalidate(CacheInvalidation.none().key(Fleet.CACHE, Fleet.KEY), InvalidationTiming.IMMEDIATE);
        store(fleet, Target.KEY);
        writing.beforeCommit();
        this.transaction.set(null);
        fleet.source().update();
        assertHeld(fleet, Fleet.POLICY);
        writing.afterCommit();
        assertStoredAgain(fleet, Fleet.POLICY);
    }

    @Test
    void rolledBackTransactionLetsGoOfItsHold() {
        Fleet fleet = fleet();
        CacheTransaction writing = transaction(Isolation.COMMITTED);
        fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        writing.beforeCommit();
        this.transaction.set(null);
        assertHeld(fleet, Fleet.POLICY);
        writing.notCommitted(false);
        assertStoredAgain(fleet, Fleet.POLICY);
    }

    /**
     * The connection was lost during the commit: the database may carry it out yet.
     */
    @Test
    void holdStandsWhereTheOutcomeIsUnknown() {
        Fleet fleet = fleet();
        CacheTransaction writing = transaction(Isolation.COMMITTED);
        fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
        writing.beforeCommit();
        this.transaction.set(null);
        writing.notCommitted(true);
        assertHeld(fleet, Fleet.POLICY);
        fleet.source().update();
        assertHeld(fleet, Fleet.POLICY);
    }

    @Test
    void valueWithTagsThatOnlyTheLoadTellsIsNotStored() {
        Fleet fleet = fleet();
        EntryPolicy policy = Target.RESULT_TAG.policy();
        assertThat(fleet.read(fleet.b(), policy)).isZero();
        assertThat(fleet.lookup(fleet.b(), policy)).isNull();
        assertThat(fleet.b().cache(Fleet.CACHE).count(CacheCounter.UNWRITABLE)).isOne();
    }

    private CacheTransaction transaction(Isolation isolation) {
        CacheTransaction begun = new CacheTransaction(isolation, false);
        this.transaction.set(begun);
        return begun;
    }

    private void commit(CacheTransaction committed) {
        committed.beforeCommit();
        this.transaction.set(null);
        committed.afterCommit();
    }

}
