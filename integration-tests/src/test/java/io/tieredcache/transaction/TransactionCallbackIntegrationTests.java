package io.tieredcache.transaction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tieredcache.testing.ApplicationInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Caches and the callbacks of a transaction.
 */
@ExtendWith(TransactionFleetExtension.class)
class TransactionCallbackIntegrationTests {

    private final TransactionFleet fleet;

    private String code;

    TransactionCallbackIntegrationTests(TransactionFleet fleet) {
        this.fleet = fleet;
    }

    @BeforeEach
    void cacheAirport() {
        this.code = this.fleet.cachedAirport("old");
    }

    @Test
    void listenerOfACommittedEventInvalidates() throws Exception {
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().renameSilently(this.code, "new");
            here().publish(new AirportEvents.Renamed(this.code));
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before + 1);
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void listenerOfARolledBackEventDoesNot() throws Exception {
        int before = this.fleet.sent().count();
        this.fleet.inTransaction((transaction) -> {
            here().publish(new AirportEvents.Renamed(this.code));
            transaction.setRollbackOnly();
        });
        assertThat(this.fleet.sent().count()).isEqualTo(before);
    }

    @Test
    void evictionAfterTheCommitTakesEffectAtOnce() {
        renameAnd(new TransactionSynchronization() {

            @Override
            public void afterCommit() {
                evict();
            }

        });
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void evictionAfterTheCompletionTakesEffectAtOnce() {
        renameAnd(new TransactionSynchronization() {

            @Override
            public void afterCompletion(int status) {
                evict();
            }

        });
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void evictionBeforeTheCommitTakesEffectWithIt() {
        renameAnd(new TransactionSynchronization() {

            @Override
            public void beforeCommit(boolean readOnly) {
                evict();
                TransactionFleet.assertCached(here(), TransactionCallbackIntegrationTests.this.code, "old");
            }

        });
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void callbackAfterTheCommitFindsTheCachesInvalidated() {
        this.fleet.inTransaction((transaction) -> {
            TransactionSynchronizationManager.registerSynchronization(new FirstOfAll() {

                @Override
                public void afterCommit() {
                    String found = TransactionFleet.findOutside(here(), TransactionCallbackIntegrationTests.this.code);
                    assertThat(found).isEqualTo("new");
                }

            });
            this.fleet.writes().evict(this.code, "new");
        });
    }

    @Test
    void failureOfACallbackAfterTheCommitKeepsNothingFromTakingEffect() {
        assertThatIllegalStateException().isThrownBy(() -> this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(this.code, "new");
            TransactionSynchronizationManager.registerSynchronization(new FirstOfAll() {

                @Override
                public void afterCommit() {
                    throw new IllegalStateException("failed");
                }

            });
        }));
        this.fleet.assertFreshEverywhere(this.code, "new");
    }

    @Test
    void transactionOfUnknownOutcomeInvalidates() {
        String put = this.fleet.cachedAirport("old");
        assertThatExceptionOfType(TransactionSystemException.class)
            .isThrownBy(() -> this.fleet.inTransaction((transaction) -> {
                here().bean(UncertainTransactionManager.class).loseNextAnswer();
                this.fleet.writes().evict(this.code, "new");
                this.fleet.writes().put(put, "new");
            }));
        this.fleet.assertFreshEverywhere(this.code, "new");
        this.fleet.assertFreshEverywhere(put, "new");
    }

    private void renameAnd(TransactionSynchronization callback) {
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().renameSilently(this.code, "new");
            TransactionSynchronizationManager.registerSynchronization(callback);
        });
    }

    private void evict() {
        here().cache(Airports.CACHE).evict(this.code);
    }

    private ApplicationInstance here() {
        return this.fleet.here();
    }

    /**
     * A callback that wants to be the first.
     */
    private abstract static class FirstOfAll implements TransactionSynchronization {

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

    }

}
