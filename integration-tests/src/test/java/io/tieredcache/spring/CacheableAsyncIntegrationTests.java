package io.tieredcache.spring;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheMode;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Spring's own annotations on methods that return futures and reactive types.
 */
@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
class CacheableAsyncIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Fleet fleet;

    private Airports here;

    private Airports elsewhere;

    @BeforeAll
    void start() {
        this.fleet = Fleet.start(Calls.class, Airports.class);
        this.here = this.fleet.here().bean(Airports.class);
        this.elsewhere = this.fleet.elsewhere().bean(Airports.class);
    }

    @AfterAll
    void close() {
        this.fleet.close();
    }

    @BeforeEach
    void clear() {
        this.fleet.here().cache("airports").clear();
        await().atMost(Duration.ofSeconds(10)).until(() -> this.fleet.elsewhere().cache("airports").get("HAM") == null);
        this.fleet.resetCalls();
    }

    @Test
    void futureIsCachedAndFoundElsewhere() throws Exception {
        assertThat(CacheContract.result(this.here.future("HAM"))).isEqualTo(Airport.HAMBURG);
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "HAM");
        assertThat(CacheContract.result(this.here.future("HAM"))).isEqualTo(Airport.HAMBURG);
        assertThat(CacheContract.result(this.elsewhere.future("HAM"))).isEqualTo(Airport.HAMBURG);
        assertCalls(1, 0);
    }

    @Test
    void futureOfNullIsCached() throws Exception {
        assertThat(CacheContract.result(this.here.future("QQQ"))).isNull();
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "QQQ");
        assertThat(CacheContract.result(this.elsewhere.future("QQQ"))).isNull();
        assertCalls(1, 0);
    }

    @Test
    void failedFutureIsNotCached() {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> CacheContract.result(this.here.failingFuture("HAM")))
            .withCauseInstanceOf(IOException.class);
        assertThat(this.fleet.here().cache("airports").get("HAM")).isNull();
    }

    @Test
    void futureInSyncIsCachedAndFoundElsewhere() throws Exception {
        assertThat(CacheContract.result(this.here.futureInSync("HAM"))).isEqualTo(Airport.HAMBURG);
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "HAM");
        assertThat(CacheContract.result(this.elsewhere.futureInSync("HAM"))).isEqualTo(Airport.HAMBURG);
        assertCalls(1, 0);
    }

    @Test
    void futureInSyncSharesOneCall() {
        Calls.Hold hold = this.fleet.here().bean(Calls.class).holdNext();
        List<CompletableFuture<Airport>> callers = Callers.start(16, () -> this.here.futureInSync("HAM")).results();
        hold.release();
        assertThat(callers).allSatisfy((caller) -> assertThat(CacheContract.result(caller)).isEqualTo(Airport.HAMBURG));
        assertCalls(1, 0);
    }

    @Test
    void failedFutureInSyncIsNotCached() {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> CacheContract.result(this.here.failingFutureInSync("HAM")))
            .withCauseInstanceOf(IOException.class);
        assertThat(this.fleet.here().cache("airports").get("HAM")).isNull();
    }

    @Test
    void futureInSyncThatOverlapsAnEvictionStoresNothing() throws Exception {
        Calls.Hold hold = this.fleet.here().bean(Calls.class).holdNext();
        CompletableFuture<Airport> call = this.here.futureInSync("HAM");
        hold.awaitArrived();
        this.here.remove("HAM");
        hold.release();
        assertThat(CacheContract.result(call)).isEqualTo(Airport.HAMBURG);
        assertThat(CacheContract.result(this.here.futureInSync("HAM"))).isEqualTo(Airport.HAMBURG);
        assertCalls(2, 0);
    }

    @Test
    void missesInSyncSendNoMessage() throws Exception {
        int before = this.fleet.sent().count();
        long fills = this.fleet.here().cache("airports").count(CacheCounter.FILL);
        for (int i = 0; i < 100; i++) {
            CacheContract.result(this.here.futureInSync("miss " + i));
            this.here.monoInSync("mono miss " + i).block(PATIENCE);
        }
        await().atMost(Duration.ofSeconds(10))
            .until(() -> this.fleet.here().cache("airports").count(CacheCounter.FILL) >= fills + 200);
        assertThat(this.fleet.sent().count()).isEqualTo(before);
    }

    @Test
    void missesSendNoMessage() throws Exception {
        int before = this.fleet.sent().count();
        long fills = this.fleet.here().cache("airports").count(CacheCounter.FILL);
        for (int i = 0; i < 100; i++) {
            CacheContract.result(this.here.future("miss " + i));
            this.here.mono("HAM" + i).block(PATIENCE);
        }
        await().atMost(Duration.ofSeconds(10))
            .until(() -> this.fleet.here().cache("airports").count(CacheCounter.FILL) >= fills + 100);
        assertThat(this.fleet.sent().count()).isEqualTo(before);
    }

    @Test
    void bypassedCallsStoreAndSendNothing() throws Exception {
        this.fleet.here().cache("airports").mode(CacheMode.BYPASS);
        try {
            int before = this.fleet.sent().count();
            CacheContract.result(this.here.future("HAM"));
            this.here.mono("HAM").block(PATIENCE);
            assertThat(this.fleet.sent().count()).isEqualTo(before);
            assertThat(this.fleet.elsewhere().cache("airports").get("HAM")).isNull();
        }
        finally {
            this.fleet.here().cache("airports").mode(CacheMode.ON);
        }
        assertCalls(2, 0);
    }

    @Test
    void monoIsCachedAndFoundElsewhere() {
        assertThat(this.here.mono("HAM").block(PATIENCE)).isEqualTo(Airport.HAMBURG);
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "HAM");
        assertThat(this.here.mono("HAM").block(PATIENCE)).isEqualTo(Airport.HAMBURG);
        assertThat(this.elsewhere.mono("HAM").block(PATIENCE)).isEqualTo(Airport.HAMBURG);
        assertCalls(1, 0);
    }

    @Test
    void emptyMonoInSyncIsCached() {
        assertThat(this.here.monoInSync("QQQ").block(PATIENCE)).isNull();
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "QQQ");
        assertThat(this.elsewhere.monoInSync("QQQ").block(PATIENCE)).isNull();
        assertCalls(1, 0);
    }

    @Test
    void failedMonoIsNotCached() {
        assertThatIllegalStateException().isThrownBy(() -> this.here.failingMono("HAM").block(PATIENCE));
        assertThat(this.fleet.here().cache("airports").get("HAM")).isNull();
    }

    @Test
    void cancelledMonoLeavesTheCallToOthers() throws Exception {
        Calls.Hold hold = this.fleet.here().bean(Calls.class).holdNext();
        var cancelled = this.here.monoInSync("HAM").subscribe();
        hold.awaitArrived();
        CompletableFuture<Airport> other = this.here.monoInSync("HAM").toFuture();
        cancelled.dispose();
        hold.release();
        assertThat(CacheContract.result(other)).isEqualTo(Airport.HAMBURG);
        assertCalls(1, 0);
    }

    @Test
    void fluxIsCachedAsAList() {
        assertThat(this.here.flux().collectList().block(PATIENCE)).containsExactly(Airport.HAMBURG, Airport.HELGOLAND);
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "all");
        assertThat(this.elsewhere.flux().collectList().block(PATIENCE)).containsExactly(Airport.HAMBURG,
                Airport.HELGOLAND);
        assertCalls(1, 0);
    }

    @Test
    void putOfAFutureIsSeenElsewhere() throws Exception {
        CacheContract.result(this.here.save(Airport.HAMBURG));
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "HAM");
        assertThat(CacheContract.result(this.elsewhere.future("HAM"))).isEqualTo(Airport.HAMBURG);
        assertCalls(0, 0);
    }

    private void assertCalls(int here, int elsewhere) {
        assertThat(this.fleet.here().bean(Calls.class).count()).as("calls here").isEqualTo(here);
        assertThat(this.fleet.elsewhere().bean(Calls.class).count()).as("calls elsewhere").isEqualTo(elsewhere);
    }

    static class Airports {

        private final Calls calls;

        Airports(Calls calls) {
            this.calls = calls;
        }

        @Cacheable("airports")
        public CompletableFuture<Airport> future(String code) {
            return TestThreads.supply(() -> find(code));
        }

        @Cacheable("airports")
        public CompletableFuture<Airport> failingFuture(String code) {
            return CompletableFuture.failedFuture(new IOException(code));
        }

        @Cacheable(cacheNames = "airports", sync = true)
        public CompletableFuture<Airport> futureInSync(String code) {
            return TestThreads.supply(() -> find(code));
        }

        @Cacheable(cacheNames = "airports", sync = true)
        public CompletableFuture<Airport> failingFutureInSync(String code) {
            return CompletableFuture.failedFuture(new IOException(code));
        }

        @Cacheable("airports")
        public Mono<Airport> mono(String code) {
            return Mono.fromCallable(() -> find(code));
        }

        @Cacheable(cacheNames = "airports", sync = true)
        public Mono<Airport> monoInSync(String code) {
            return Mono.fromFuture(() -> TestThreads.supply(() -> find(code)));
        }

        @Cacheable("airports")
        public Mono<Airport> failingMono(String code) {
            return Mono.error(new IllegalStateException(code));
        }

        @Cacheable(cacheNames = "airports", key = "'all'")
        public Flux<Airport> flux() {
            return Flux.defer(() -> {
                this.calls.next();
                return Flux.just(Airport.HAMBURG, Airport.HELGOLAND);
            });
        }

        @CachePut(cacheNames = "airports", key = "#airport.code")
        public CompletableFuture<Airport> save(Airport airport) {
            return CompletableFuture.completedFuture(airport);
        }

        @CacheEvict("airports")
        public void remove(String code) {
        }

        private Airport find(String code) {
            this.calls.next();
            return code.equals("HAM") ? Airport.HAMBURG : null;
        }

    }

}
