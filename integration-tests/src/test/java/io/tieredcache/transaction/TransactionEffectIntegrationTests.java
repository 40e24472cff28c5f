package io.tieredcache.transaction;

import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;

import io.tieredcache.CacheInvalidator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * When what a transaction tells the caches takes effect.
 */
@ExtendWith(TransactionFleetExtension.class)
class TransactionEffectIntegrationTests {

    private final TransactionFleet fleet;

    private String code;

    TransactionEffectIntegrationTests(TransactionFleet fleet) {
        this.fleet = fleet;
    }

    @BeforeEach
    void cacheAirport() {
        this.code = this.fleet.cachedAirport("old");
    }

    @ParameterizedTest
    @EnumSource
    void changeTakesEffectOnceItIsCommitted(Change change) throws Exception {
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            change.make(this.fleet.here(), this.code, "new");
            assertServedToOthers("old");
            assertSent(before);
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before + 1);
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @ParameterizedTest
    @EnumSource
    void rolledBackChangeHasNoEffect(Change change) throws Exception {
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            change.make(this.fleet.here(), this.code, "new");
            transaction.setRollbackOnly();
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before);
        assertServedToOthers("old");
    }

    @ParameterizedTest
    @EnumSource
    void changeOutsideOfATransactionTakesEffectAtOnce(Change change) throws Exception {
        int before = this.fleet.sent().count();
        change.make(this.fleet.here(), this.code, "new");
        assertThat(this.fleet.sent().count()).isEqualTo(before + 1);
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @ParameterizedTest
    @EnumSource
    void transactionReadsItsOwnChangeFromTheSource(Change change) {
        this.fleet.inTransaction((transaction) -> {
            change.make(this.fleet.here(), this.code, "new");
            TransactionFleet.assertLoaded(this.fleet.here(), this.code, "new");
            TransactionFleet.assertLoaded(this.fleet.here(), this.code, "new");
            assertServedToOthers("old");
            transaction.setRollbackOnly();
        });
        assertServedToOthers("old");
    }

    @ParameterizedTest
    @EnumSource(names = { "EVICT", "INVALIDATE_TAG", "PUT", "EVICT_BY_SPRING", "PUT_BY_SPRING" })
    void methodsOwnTransactionCommits(Change change) {
        ownTransaction(change, "new");
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @ParameterizedTest
    @EnumSource(names = { "EVICT", "INVALIDATE_TAG", "PUT", "EVICT_BY_SPRING", "PUT_BY_SPRING" })
    void methodsOwnTransactionRollsBack(Change change) throws Exception {
        int before = this.fleet.sent().count();
        assertThatIllegalArgumentException().isThrownBy(() -> ownTransaction(change, ""));
        assertThat(this.fleet.sent().count()).isEqualTo(before);
        assertServedToOthers("old");
    }

    /**
     * The method returns its value all the same.
     */
    @Test
    void whatIsTakenBackIsNotPut() {
        this.fleet.here().bean(OwnTransactionWrites.class).putAndTakeBack(this.code, "new");
        this.fleet.assertFreshEverywhere(this.code, "old");
    }

    private void ownTransaction(Change change, String name) {
        OwnTransactionWrites writes = this.fleet.here().bean(OwnTransactionWrites.class);
        switch (change) {
            case EVICT -> writes.evict(this.code, name);
            case INVALIDATE_TAG -> writes.invalidateTag(this.code, name);
            case PUT -> writes.put(this.code, name);
            case EVICT_BY_SPRING -> writes.evictBySpring(this.code, name);
            case PUT_BY_SPRING -> writes.putBySpring(this.code, name);
            default -> throw new IllegalArgumentException(change.name());
        }
    }

    @Test
    void manyInvalidationsAreOneMessage() throws Exception {
        String other = this.fleet.cachedAirport("old");
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evictManyWays(this.code, "new");
            this.fleet.writes().evict(other, "new");
            this.fleet.writes().evictBySpring(other, "newer");
            this.fleet.here().bean(CacheInvalidator.class).invalidateTags("airport:" + this.code, "airport:" + other);
            this.fleet.here().cache(Airports.TAGGED_CACHE).clear();
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before + 1);
        this.fleet.assertFreshEverywhere(this.code, "new");
        this.fleet.assertFreshEverywhere(other, "newer");
    }

    @Test
    void innerTransactionTakesEffectThoughTheOuterRollsBack() {
        String outer = this.fleet.cachedAirport("old");
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(outer, "new");
            this.fleet.inTransaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> {
                TransactionFleet.assertCached(this.fleet.here(), outer, "old");
                assertThat(TransactionFleet.find(this.fleet.here(), outer)).isEqualTo("old");
                this.fleet.writes().evict(this.code, "new");
            });
            this.fleet.assertFreshEverywhere(this.code, "new");
            TransactionFleet.assertLoaded(this.fleet.here(), outer, "new");
            transaction.setRollbackOnly();
        });
        this.fleet.assertFreshEverywhere(this.code, "new");
        TransactionFleet.assertCached(this.fleet.here(), outer, "old");
        TransactionFleet.assertCached(this.fleet.elsewhere(), outer, "old");
    }

    @Test
    void outerTransactionTakesEffectThoughTheInnerRollsBack() {
        String outer = this.fleet.cachedAirport("old");
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(outer, "new");
            this.fleet.inTransaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW, (inner) -> {
                this.fleet.writes().put(this.code, "new");
                inner.setRollbackOnly();
            });
            assertServedToOthers("old");
        });
        this.fleet.assertFreshEverywhere(outer, "new");
        assertServedToOthers("old");
    }

    @Test
    void changeWhileTheTransactionIsSuspendedTakesEffectAtOnce() {
        this.fleet.inTransaction((transaction) -> {
            this.fleet.inTransaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED,
                    (none) -> this.fleet.writes().evict(this.code, "new"));
            this.fleet.assertFreshEverywhere(this.code, "new");
            transaction.setRollbackOnly();
        });
    }

    @ParameterizedTest
    @EnumSource(names = { "EVICT", "INVALIDATE_TAG", "PUT", "CACHE_CLEAR" })
    void changeAfterASavepointIsForgottenWithIt(Change change) throws Exception {
        String outer = this.fleet.cachedAirport("old");
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            nested((inner) -> {
                change.make(this.fleet.here(), this.code, "new");
                TransactionFleet.assertLoaded(this.fleet.here(), this.code, "new");
                inner.setRollbackOnly();
            });
            assertThat(TransactionFleet.find(this.fleet.here(), this.code)).isEqualTo("old");
            assertSent(before);
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before);
        assertServedToOthers("old");
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(outer, "new");
            nested((inner) -> {
                change.make(this.fleet.here(), this.code, "new");
                inner.setRollbackOnly();
            });
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before + 1);
        assertServedToOthers("old");
        this.fleet.assertFreshEverywhere(outer, "new");
    }

    @Test
    void changeAfterASavepointThatIsKeptTakesEffect() throws Exception {
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            nested((inner) -> this.fleet.writes().evict(this.code, "new"));
            assertServedToOthers("old");
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before + 1);
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void changeBeforeASavepointOutlivesIt() {
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(this.code, "new");
            Object savepoint = transaction.createSavepoint();
            this.fleet.writes().evict(this.code, "newer");
            transaction.rollbackToSavepoint(savepoint);
            TransactionFleet.assertLoaded(this.fleet.here(), this.code, "new");
        });
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void commitOfATransactionMarkedByAnInnerOneHasNoEffect() {
        assertThatExceptionOfType(UnexpectedRollbackException.class)
            .isThrownBy(() -> this.fleet.inTransaction((transaction) -> {
                this.fleet.writes().put(this.code, "new");
                this.fleet.inTransaction(TransactionStatus::setRollbackOnly);
            }));
        assertServedToOthers("old");
    }

    @Test
    void evictionAndPutOfOneKeyLeaveNothingOld() {
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().put(this.code, "new");
            this.fleet.writes().evict(this.code, "newer");
        });
        this.fleet.assertFreshEverywhere(this.code, "newer");
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(this.code, "newest");
            this.fleet.writes().put(this.code, "last");
        });
        this.fleet.assertFreshEverywhere(this.code, "last");
    }

    @Test
    void putIsServedFromTheCache() {
        this.fleet.inTransaction((transaction) -> this.fleet.writes().put(this.code, "new"));
        TransactionFleet.assertCached(this.fleet.here(), this.code, "new");
    }

    private void nested(Consumer<TransactionStatus> call) {
        this.fleet.inTransaction(TransactionDefinition.PROPAGATION_NESTED, call);
    }

    private void assertServedToOthers(String name) {
        TransactionFleet.assertCached(this.fleet.here(), this.code, name);
        TransactionFleet.assertCached(this.fleet.elsewhere(), this.code, name);
    }

    private void assertSent(int count) {
        try {
            assertThat(this.fleet.sent().count()).isEqualTo(count);
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
