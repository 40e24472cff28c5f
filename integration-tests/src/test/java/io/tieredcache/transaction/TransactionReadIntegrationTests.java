package io.tieredcache.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.EntryPolicy;
import io.tieredcache.RecursiveLoadException;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What reads within a transaction see, and what they leave for others.
 */
@ExtendWith(TransactionFleetExtension.class)
class TransactionReadIntegrationTests {

    private final TransactionFleet fleet;

    TransactionReadIntegrationTests(TransactionFleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void keysThatWereNotChangedAreStillHits() {
        String changed = this.fleet.cachedAirport("old");
        String kept = this.fleet.cachedAirport("kept");
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(changed, "new");
            int before = here().bean(Airports.class).loads();
            assertThat(TransactionFleet.find(here(), kept)).isEqualTo("kept");
            assertThat(here().bean(Airports.class).loads()).isEqualTo(before);
        });
    }

    @Test
    void keyThatOnlyL2HoldsIsStillAHit() {
        String changed = this.fleet.cachedAirport("old");
        String kept = this.fleet.airport("kept");
        TransactionFleet.find(this.fleet.elsewhere(), kept);
        await().atMost(Patience.LIMIT).until(() -> this.fleet.elsewhere().cache(Airports.CACHE).get(kept) != null);
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(changed, "new");
            int before = here().bean(Airports.class).loads();
            assertThat(TransactionFleet.find(here(), kept)).isEqualTo("kept");
            assertThat(here().bean(Airports.class).loads()).isEqualTo(before);
        });
    }

    @ParameterizedTest
    @EnumSource
    void entryUnderATagOfItsResultIsReadFromTheSource(Level level) {
        String code = this.fleet.airport("result-old");
        level.cache(this.fleet, code);
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().renameSilently(code, "result-new");
            here().bean(CacheInvalidator.class).invalidateTags("name:result-old");
            assertThat(here().bean(Airports.class).findTaggedByResult(code)).isEqualTo("result-new");
            transaction.setRollbackOnly();
        });
    }

    /**
     * Which level holds the entry of a test.
     */
    enum Level {

        L1, L2;

        void cache(TransactionFleet fleet, String code) {
            ApplicationInstance loading = (this == L1) ? fleet.here() : fleet.elsewhere();
            loading.bean(Airports.class).findTaggedByResult(code);
            await().atMost(Patience.LIMIT).until(() -> loading.cache(Airports.TAGGED_CACHE).get(code) != null);
        }

    }

    @ParameterizedTest
    @EnumSource
    void loadIsStoredForOthersOnceItIsCommitted(Read read) {
        String code = this.fleet.airport("old");
        CompletableFuture<String> outside = new CompletableFuture<>();
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().renameSilently(code, "new");
            assertThat(read.from(here(), code)).isEqualTo("new");
            outside.complete(TransactionFleet.outside(() -> lookedUp(read, code)));
        });
        assertThat(outside).isCompletedWithValue("nothing");
        await().atMost(Patience.LIMIT).untilAsserted(() -> assertThat(lookedUp(read, code)).isEqualTo("new"));
        int before = here().bean(Airports.class).loads();
        assertThat(read.from(here(), code)).isEqualTo("new");
        assertThat(here().bean(Airports.class).loads()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void loadIsStoredForNobodyWhereItIsRolledBack(Read read) {
        String code = this.fleet.airport("old");
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().renameSilently(code, "new");
            assertThat(read.from(here(), code)).isEqualTo("new");
            transaction.setRollbackOnly();
        });
        assertThat(lookedUp(read, code)).isEqualTo("nothing");
        assertThat(TransactionFleet.outside(() -> read.from(here(), code))).isEqualTo("old");
        assertThat(TransactionFleet.outside(() -> read.from(this.fleet.elsewhere(), code))).isEqualTo("old");
    }

    @ParameterizedTest
    @EnumSource
    void loadAfterTheFirstChangeIsStoredForNobody(Read read) {
        String code = this.fleet.airport("old");
        String told = this.fleet.cachedAirport("old");
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(told, "new");
            this.fleet.writes().renameSilently(code, "new");
            assertThat(read.from(here(), code)).isEqualTo("new");
        });
        assertThat(lookedUp(read, code)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @EnumSource
    void loadAfterASavepointIsForgottenWithIt(Read read) {
        String code = this.fleet.airport("old");
        this.fleet.inTransaction((transaction) -> {
            Object savepoint = transaction.createSavepoint();
            this.fleet.writes().renameSilently(code, "new");
            assertThat(read.from(here(), code)).isEqualTo("new");
            transaction.rollbackToSavepoint(savepoint);
        });
        assertThat(lookedUp(read, code)).isEqualTo("nothing");
    }

    @Test
    void nobodyWaitsForALoadInATransaction() {
        String code = this.fleet.airport("old");
        Pause.Gate gate = here().bean(Airports.class).pause().next();
        CompletableFuture<Void> writer = TestThreads.run(() -> this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().renameSilently(code, "new");
            assertThat(TransactionFleet.find(here(), code)).isEqualTo("new");
            transaction.setRollbackOnly();
        }));
        gate.awaitReached();
        assertThat(TransactionFleet.findOutside(here(), code)).isEqualTo("old");
        assertThat(TransactionFleet.findOutside(this.fleet.elsewhere(), code)).isEqualTo("old");
        gate.open();
        Patience.await(writer);
        assertThat(TransactionFleet.findOutside(here(), code)).isEqualTo("old");
    }

    @Test
    void transactionDoesNotWaitForALoadOfOthers() {
        String code = this.fleet.airport("old");
        Pause.Gate gate = here().bean(Airports.class).pause().next();
        CompletableFuture<String> other = TestThreads.supply(() -> TransactionFleet.find(here(), code));
        gate.awaitReached();
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().renameSilently(code, "new");
            assertThat(TransactionFleet.find(here(), code)).isEqualTo("new");
            transaction.setRollbackOnly();
        });
        gate.open();
        assertThat(Patience.await(other)).isEqualTo("old");
    }

    @Test
    void readOnlyTransactionSharesItsLoadAtOnce() {
        String code = this.fleet.airport("old");
        template(true, TransactionTemplate.ISOLATION_DEFAULT, (transaction) -> {
            TransactionFleet.find(here(), code);
            await().atMost(Patience.LIMIT)
                .until(() -> TransactionFleet.outside(() -> lookedUp(Read.TIERED, code)).equals("old"));
        });
    }

    @Test
    void snapshotIsStoredForNobody() {
        String code = this.fleet.airport("old");
        template(false, TransactionTemplate.ISOLATION_REPEATABLE_READ,
                (transaction) -> TransactionFleet.find(here(), code));
        template(true, TransactionTemplate.ISOLATION_SERIALIZABLE,
                (transaction) -> TransactionFleet.find(here(), code));
        template(true, TransactionTemplate.ISOLATION_REPEATABLE_READ,
                (transaction) -> here().bean(Airports.class).findBySpring(code));
        assertThat(lookedUp(Read.TIERED, code)).isEqualTo("nothing");
        assertThat(lookedUp(Read.SPRING, code)).isEqualTo("nothing");
    }

    @Test
    void retrieveIsNotAnsweredByWhatTheTransactionChanged() {
        String code = this.fleet.cachedAirport("old");
        TieredCache cache = here().cache(Airports.CACHE);
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(code, "new");
            assertThat(Patience.await(cache.retrieve(code, () -> CompletableFuture.completedFuture("loaded"))))
                .isEqualTo("loaded");
            assertThat(cache.get(code)).isNull();
            transaction.setRollbackOnly();
        });
        TransactionFleet.assertCached(here(), code, "old");
    }

    @Test
    @Timeout(60)
    void loadOfItsOwnKeyFailsInATransactionToo() {
        TieredCache cache = here().cache(Airports.CACHE);
        String code = this.fleet.cachedAirport("old");
        this.fleet.inTransaction((transaction) -> assertThatExceptionOfType(RecursiveLoadException.class)
            .isThrownBy(() -> recursion(cache, "recursive")));
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(code, "new");
            assertThatExceptionOfType(RecursiveLoadException.class).isThrownBy(() -> recursion(cache, code));
        });
    }

    private static String recursion(TieredCache cache, String key) throws Throwable {
        return cache.get(key, EntryPolicy.defaults(), (context) -> recursion(cache, key));
    }

    @Test
    void hitsAreCountedAsSuchInATransactionThatWrites() {
        String changed = this.fleet.cachedAirport("old");
        String kept = this.fleet.cachedAirport("kept");
        this.fleet.inTransaction((transaction) -> {
            this.fleet.writes().evict(changed, "new");
            long before = here().cache(Airports.CACHE).count(CacheCounter.L1_HIT);
            TransactionFleet.find(here(), kept);
            assertThat(here().cache(Airports.CACHE).count(CacheCounter.L1_HIT)).isEqualTo(before + 1);
        });
    }

    private ApplicationInstance here() {
        return this.fleet.here();
    }

    private void template(boolean readOnly, int isolation, Consumer<TransactionStatus> call) {
        TransactionTemplate template = this.fleet.template();
        template.setReadOnly(readOnly);
        template.setIsolationLevel(isolation);
        template.executeWithoutResult(call);
    }

    /**
     * What the levels hold, as another instance sees L2 and this one both.
     */
    private String lookedUp(Read read, String code) {
        var elsewhere = this.fleet.elsewhere().cache(read.cache()).get(code);
        var found = (elsewhere != null) ? elsewhere : here().cache(read.cache()).get(code);
        return (found != null) ? String.valueOf(found.get()) : "nothing";
    }

    /**
     * The ways to read an airport.
     */
    enum Read {

        TIERED(Airports.CACHE, Airports::find),

        TIERED_TAGGED_BY_RESULT(Airports.TAGGED_CACHE, Airports::findTaggedByResult),

        SPRING(Airports.SPRING_CACHE, Airports::findBySpring),

        SPRING_IN_SYNC(Airports.SPRING_CACHE, Airports::findBySpringInSync);

        private final String cache;

        private final BiFunction<Airports, String, String> call;

        Read(String cache, BiFunction<Airports, String, String> call) {
            this.cache = cache;
            this.call = call;
        }

        String cache() {
            return this.cache;
        }

        String from(ApplicationInstance instance, String code) {
            return this.call.apply(instance.bean(Airports.class), code);
        }

    }

}
