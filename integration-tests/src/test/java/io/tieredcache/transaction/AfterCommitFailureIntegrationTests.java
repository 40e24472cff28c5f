package io.tieredcache.transaction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.InvalidationTiming;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.HookedL2Store;
import io.tieredcache.testing.HookedL2Store.Step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Redis fails while a transaction commits.
 */
@ExtendWith({ TransactionFleetExtension.class, OutputCaptureExtension.class })
class AfterCommitFailureIntegrationTests {

    private final TransactionFleet fleet;

    private String code;

    AfterCommitFailureIntegrationTests(TransactionFleet fleet) {
        this.fleet = fleet;
    }

    @BeforeEach
    void cacheAirport() {
        this.code = this.fleet.cachedAirport("old");
    }

    @AfterEach
    void letRedisAnswer() {
        this.fleet.l2().clearHooks();
        this.fleet.l2().failing(false);
    }

    @Test
    void committedCallSucceedsAndIsSentAgain(CapturedOutput output) {
        long before = failures();
        Pause.Gate gate = new Pause.Gate();
        failOnceThenStopAt(gate);
        this.fleet.inTransaction((transaction) -> this.fleet.writes().evict(this.code, "new"));
        assertThat(failures()).isEqualTo(before + 1);
        assertThat(output.getAll()).containsOnlyOnce("An invalidation after a commit did not reach Redis")
            .doesNotContain(this.code + " ");
        gate.awaitReached();
        TransactionFleet.assertCached(this.fleet.elsewhere(), this.code, "old");
        TransactionFleet.assertLoaded(here(), this.code, "new");
        gate.open();
        this.fleet.assertFreshEverywhere(this.code, "new");
        await().atMost(Patience.LIMIT).untilAsserted(() -> TransactionFleet.assertCached(here(), this.code, "new"));
    }

    @Test
    void readThatBeganBeforeTheFailureLeavesNoCopy() {
        String other = this.fleet.cachedAirport("old");
        Pause.Gate gate = new Pause.Gate();
        this.fleet.l2().before(Step.INVALIDATE, () -> {
            // This instance has dropped its copy, and L2 still has the entry.
            assertThat(TransactionFleet.findOutside(here(), other)).isEqualTo("old");
            stopAt(gate);
            throw new L2UnavailableException("fails in this test", null);
        });
        this.fleet.inTransaction((transaction) -> this.fleet.writes().evict(other, "new"));
        TransactionFleet.assertLoaded(here(), other, "new");
        gate.open();
        this.fleet.assertFreshEverywhere(other, "new");
    }

    @Test
    void failedPutBecomesAnEvictionThatIsSentAgain() {
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().put(this.code, "new");
            this.fleet.l2().failing(true);
        });
        TransactionFleet.assertLoaded(here(), this.code, "new");
        TransactionFleet.assertCached(this.fleet.elsewhere(), this.code, "old");
        this.fleet.l2().failing(false);
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void putThatCouldNotBeginBecomesAnEviction() {
        this.fleet.inTransaction((transaction) -> {
            this.fleet.l2().failing(true);
            this.fleet.writes().put(this.code, "new");
            here().cache(Airports.CACHE).put(this.code, "new");
            this.fleet.l2().failing(false);
        });
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void severalUnsentInvalidationsAreSentTogether() throws Exception {
        String other = this.fleet.cachedAirport("old");
        int before = this.fleet.sent().count();
        this.fleet.l2().failing(true);
        this.fleet.inTransaction((transaction) -> this.fleet.writes().evict(this.code, "new"));
        this.fleet.inTransaction((transaction) -> this.fleet.writes().invalidateTag(other, "new"));
        assertThat(this.fleet.sent().count()).isEqualTo(before);
        this.fleet.l2().failing(false);
        this.fleet.assertFreshEverywhere(this.code, "new");
        this.fleet.assertFreshEverywhere(other, "new");
        assertThat(this.fleet.sent().count()).isEqualTo(before + 1);
    }

    @Test
    void failureOutsideOfATransactionReachesTheCaller() {
        this.fleet.l2().failing(true);
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.fleet.writes().evict(this.code, "new"));
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> here().bean(OwnTransactionWrites.class).evict(this.code, "newer"));
        assertThat(TransactionFleet.find(here(), this.code)).isEqualTo("newer");
    }

    @Test
    void failureBeforeTheCommitRollsBack() throws Exception {
        int before = this.fleet.sent().count();
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.fleet.inTransaction((transaction) -> {
                this.fleet.writes().evictBeforeCommit(this.code, "new");
                this.fleet.l2().failing(true);
            }));
        this.fleet.l2().failing(false);
        assertThat(this.fleet.sent().count()).isEqualTo(before);
        this.fleet.assertFreshEverywhere(this.code, "old");
    }

    @Test
    void invalidationBeforeTheCommitIsRepeatedAfterIt() throws Exception {
        int before = this.fleet.sent().count();
        this.fleet.l2().after(Step.INVALIDATE, () -> {
            // A load in between stores what is not changed yet.
            assertThat(TransactionFleet.findOutside(here(), this.code)).isEqualTo("old");
        });
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evictBeforeCommit(this.code, "new");
            TransactionFleet.assertCached(here(), this.code, "old");
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before + 2);
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void invalidationBeforeTheCommitHasNoEffectWhereThereIsNone() throws Exception {
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evictBeforeCommit(this.code, "new");
            transaction.setRollbackOnly();
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before);
        TransactionFleet.assertCached(here(), this.code, "old");
    }

    @Test
    void immediateInvalidationsOutliveARollback() throws Exception {
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evictImmediately(this.code, "new");
            assertSent(before + 1);
            this.fleet.writes().evictBeforeInvocation(this.code, "new");
            assertSent(before + 2);
            here().bean(CacheInvalidator.class)
                .invalidate(CacheInvalidation.none().key(Airports.CACHE, this.code), InvalidationTiming.IMMEDIATE);
            assertSent(before + 3);
            here().cache(Airports.CACHE).evictIfPresent(this.code);
            assertSent(before + 4);
            transaction.setRollbackOnly();
        });
        assertSent(before + 4);
        this.fleet.assertFreshEverywhere(this.code, "old");
    }

    private void assertSent(int count) {
        try {
            assertThat(this.fleet.sent().count()).isEqualTo(count);
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private void failOnceThenStopAt(Pause.Gate gate) {
        this.fleet.l2().before(Step.INVALIDATE, () -> {
            stopAt(gate);
            throw new L2UnavailableException("fails in this test", null);
        });
    }

    /**
     * Stops the next attempt.
     */
    private void stopAt(Pause.Gate gate) {
        HookedL2Store l2 = this.fleet.l2();
        l2.before(Step.INVALIDATE, gate::pass);
    }

    private long failures() {
        return here().cache(Airports.CACHE).count(CacheCounter.INVALIDATION_FAILURE);
    }

    private ApplicationInstance here() {
        return this.fleet.here();
    }

}
