package io.tieredcache.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Many callers of one key at once, on one instance.
 */
class SharedLoadIntegrationTests {

    private static final int CALLERS = 64;

    private final AirportSource source = new AirportSource();

    private final TestInstance instance = TestInstance.builder()
        .cache("impatient", new CacheSettingsBuilder().joinTimeout(Duration.ofMillis(200)))
        .startLive();

    private final TieredCache cache = this.instance.cache("airports");

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void callersOfOneKeyShareOneLoad() throws Exception {
        CountDownLatch mayLoad = new CountDownLatch(1);
        List<CompletableFuture<Airport>> answers = Callers.start(CALLERS,
                () -> Reads.get(this.cache, "HAM", AirportSource.POLICY, (context) -> {
                    assertThat(mayLoad.await(30, TimeUnit.SECONDS)).isTrue();
                    return this.source.load(context);
                }));
        Callers.awaitWaiting(CALLERS - 1);
        mayLoad.countDown();
        for (CompletableFuture<Airport> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(this.source.current());
        }
        assertThat(this.source.loads()).isEqualTo(1);
        assertThat(this.cache.count(CacheCounter.SHARED_LOAD)).isEqualTo(CALLERS - 1);
    }

    @Test
    void callersOfEveryMomentCauseOneLoad() throws Exception {
        for (int round = 0; round < 50; round++) {
            int loads = this.source.loads();
            String key = "key-" + round;
            for (CompletableFuture<Airport> answer : Callers.start(16, () -> this.source.read(this.cache, key))) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(this.source.current());
            }
            assertThat(this.source.loads()).as("round %d", round).isEqualTo(loads + 1);
        }
    }

    @Test
    void failureReachesAllWhoShareTheLoadAndIsNotKept() {
        CountDownLatch mayLoad = new CountDownLatch(1);
        IllegalArgumentException failure = new IllegalArgumentException("no such airport");
        List<CompletableFuture<Object>> answers = Callers.start(8,
                () -> Reads.get(this.cache, "HAM", AirportSource.POLICY, (context) -> {
                    assertThat(mayLoad.await(30, TimeUnit.SECONDS)).isTrue();
                    throw failure;
                }));
        Callers.awaitWaiting(7);
        mayLoad.countDown();
        for (CompletableFuture<Object> answer : answers) {
            assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).cause().isSameAs(failure);
        }
        assertThat(this.source.read(this.cache, "HAM")).isEqualTo(this.source.current());
    }

    @Test
    void callersThatWaitTooLongLoadByThemselves() throws Exception {
        TieredCache impatient = this.instance.cache("impatient");
        CountDownLatch stuck = new CountDownLatch(1);
        List<CompletableFuture<Airport>> first = Callers.start(1,
                () -> Reads.get(impatient, "HAM", AirportSource.POLICY, (context) -> {
                    assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
                    return this.source.load(context);
                }));
        await().atMost(Reads.SOON).until(() -> impatient.count(CacheCounter.LOAD) == 0 && !first.get(0).isDone());
        assertThat(this.source.read(impatient, "HAM")).isEqualTo(this.source.current());
        assertThat(first.get(0)).isNotDone();
        stuck.countDown();
        assertThat(first.get(0).get(10, TimeUnit.SECONDS)).isEqualTo(this.source.current());
    }

    @Test
    void interruptedCallerIsNotLeftWaiting() throws Exception {
        CountDownLatch mayLoad = new CountDownLatch(1);
        CountDownLatch loading = new CountDownLatch(1);
        List<CompletableFuture<Airport>> first = Callers.start(1,
                () -> Reads.get(this.cache, "HAM", AirportSource.POLICY, (context) -> {
                    loading.countDown();
                    assertThat(mayLoad.await(30, TimeUnit.SECONDS)).isTrue();
                    return this.source.load(context);
                }));
        assertThat(loading.await(10, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Boolean>> second = Callers.start(1, () -> {
            Thread.currentThread().interrupt();
            Airport read = this.source.read(this.cache, "HAM");
            return read.equals(this.source.current()) && Thread.currentThread().isInterrupted();
        });
        assertThat(second.get(0).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(first.get(0)).isNotDone();
        mayLoad.countDown();
        assertThat(first.get(0).get(10, TimeUnit.SECONDS)).isEqualTo(this.source.current());
    }

    /**
     * The tag is known only from the value, so that the load itself was not overtaken,
     * and the fill hangs, so that the load may still be joined.
     */
    @Test
    void answerWhoseTagWasInvalidatedIsNotAskedForAgainAndAgain() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        EntryPolicy policy = EntryPolicy.defaults()
            .withType(Airport.class)
            .withResultTags((value) -> List.of("country:DE"));
        this.instance.l2().before(Step.STORE, () -> {
            try {
                assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        });
        this.source.read(this.cache, "HAM", policy);
        Airport changed = this.source.change();
        this.instance.invalidator().invalidateTags("country:DE");
        List<CompletableFuture<Airport>> answers = Callers.start(4, () -> this.source.read(this.cache, "HAM", policy));
        try {
            for (CompletableFuture<Airport> answer : answers) {
                assertThat(answer.get(2, TimeUnit.SECONDS)).isEqualTo(changed);
            }
        }
        catch (TimeoutException ex) {
            throw new AssertionError("Callers are stuck until the fill is done", ex);
        }
        finally {
            held.countDown();
        }
    }

    @Test
    void asynchronousAnswerWhoseTagWasInvalidatedIsNotAskedForAgainAndAgain() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        EntryPolicy policy = EntryPolicy.defaults()
            .withType(Airport.class)
            .withResultTags((value) -> List.of("country:DE"));
        this.instance.l2().before(Step.STORE, () -> {
            try {
                assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        });
        this.source.read(this.cache, "HAM", policy);
        Airport changed = this.source.change();
        this.instance.invalidator().invalidateTags("country:DE");
        CompletableFuture<Airport> answer = this.cache.retrieve("HAM",
                () -> CompletableFuture.completedFuture(this.source.current()));
        try {
            assertThat(answer.get(2, TimeUnit.SECONDS)).isEqualTo(changed);
        }
        finally {
            held.countDown();
        }
    }

}
