package io.tieredcache.transaction;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tieredcache.EntryPolicy;
import io.tieredcache.PendingPut;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What other threads do between the write, the commit and the invalidation.
 */
@ExtendWith(TransactionFleetExtension.class)
class TransactionRaceIntegrationTests {

    private final TransactionFleet fleet;

    TransactionRaceIntegrationTests(TransactionFleet fleet) {
        this.fleet = fleet;
    }

    @AfterEach
    void clearHooks() {
        this.fleet.l2().clearHooks();
    }

    @ParameterizedTest
    @EnumSource(names = { "EVICT", "INVALIDATE_TAG", "PUT", "EVICT_BY_SPRING", "PUT_BY_SPRING", "CACHE_CLEAR" })
    void whatOthersLoadBeforeTheCommitIsGoneAfterIt(Change change) {
        String code = this.fleet.airport("old");
        this.fleet.inTransaction((transaction) -> {
            change.make(this.fleet.here(), code, "new");
            assertThat(TransactionFleet.findOutside(this.fleet.here(), code)).isEqualTo("old");
            TransactionFleet.outside(() -> {
                this.fleet.cacheEverywhere(code);
                return "cached";
            });
        });
        this.fleet.assertFreshEverywhere(code, "new");
    }

    @ParameterizedTest
    @EnumSource(names = { "EVICT", "INVALIDATE_TAG", "EVICT_BY_SPRING", "CACHE_CLEAR" })
    void whatOthersReadBetweenCommitAndInvalidationIsGoneAfterIt(Change change) {
        String code = this.fleet.cachedAirport("old");
        this.fleet.l2().before(Step.INVALIDATE, () -> {
            TransactionFleet.findOutside(this.fleet.here(), code);
            TransactionFleet.assertCached(this.fleet.elsewhere(), code, "old");
        });
        this.fleet.inTransaction((transaction) -> change.make(this.fleet.here(), code, "new"));
        this.fleet.assertFreshEverywhere(code, "new");
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void loadFromBeforeTheCommitIsNotStoredAfterTheInvalidation(boolean here) {
        ApplicationInstance loading = here ? this.fleet.here() : this.fleet.elsewhere();
        String code = this.fleet.airport("old");
        Pause.Gate gate = loading.bean(Airports.class).pause().next();
        CompletableFuture<String> late = TestThreads.supply(() -> TransactionFleet.find(loading, code));
        gate.awaitReached();
        this.fleet.inTransaction((transaction) -> this.fleet.writes().evict(code, "new"));
        gate.open();
        assertThat(Patience.await(late)).isEqualTo("old");
        this.fleet.assertFreshEverywhere(code, "new");
    }

    @Test
    void loadOfATransactionIsNotStoredAfterAnotherOnesInvalidation() {
        String code = this.fleet.airport("old");
        this.fleet.inTransaction((transaction) -> {
            assertThat(TransactionFleet.find(this.fleet.here(), code)).isEqualTo("old");
            TransactionFleet.outside(() -> {
                this.fleet.inTransaction((other) -> this.fleet.writes().evict(code, "new"));
                return "committed";
            });
        });
        this.fleet.assertFreshEverywhere(code, "new");
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void olderValueOfTwoPutsNeverStays(boolean firstToBeginCommitsFirst) {
        String code = this.fleet.airport("old");
        PendingPut first = begin(this.fleet.here(), code);
        PendingPut second = begin(this.fleet.elsewhere(), code);
        if (firstToBeginCommitsFirst) {
            commit(first, code, "1");
            commit(second, code, "2");
            this.fleet.assertFreshEverywhere(code, "2");
        }
        else {
            commit(second, code, "2");
            commit(first, code, "1");
            this.fleet.assertFreshEverywhere(code, "1");
        }
    }

    @Test
    void putThatIsOvertakenAfterItsCommitLeavesTheNewerValue() {
        String code = this.fleet.airport("old");
        Pause.Gate gate = new Pause.Gate();
        CompletableFuture<Void> first = TestThreads.run(() -> this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().put(code, "1");
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

                @Override
                public int getOrder() {
                    return HIGHEST_PRECEDENCE;
                }

                @Override
                public void beforeCommit(boolean readOnly) {
                    TransactionRaceIntegrationTests.this.fleet.l2().before(Step.PUT, gate::pass);
                }

            });
        }));
        gate.awaitReached();
        this.fleet.inTransaction((transaction) -> this.fleet.writes().put(code, "2"));
        gate.open();
        Patience.await(first);
        this.fleet.assertFreshEverywhere(code, "2");
    }

    private static PendingPut begin(ApplicationInstance instance, String code) {
        TieredCache cache = instance.cache(Airports.CACHE);
        return cache.beginPut(code, EntryPolicy.defaults());
    }

    private void commit(PendingPut put, String code, String name) {
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().renameSilently(code, name);
            put.complete(name);
        });
    }

}
