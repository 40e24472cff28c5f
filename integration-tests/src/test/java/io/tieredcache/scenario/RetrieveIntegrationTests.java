package io.tieredcache.scenario;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Asynchronous reads: failures, callers that give up, and many callers at once.
 */
class RetrieveIntegrationTests {

    private final TestInstance instance = TestInstance.builder().startLive();

    private final TieredCache cache = this.instance.cache("names");

    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void failedFutureIsNotCached() {
        IllegalStateException failure = new IllegalStateException("source is down");
        CompletableFuture<String> failed = this.cache.retrieve("HAM", () -> CompletableFuture.failedFuture(failure));
        assertThatExceptionOfType(CompletionException.class)
            .isThrownBy(() -> failed.orTimeout(10, TimeUnit.SECONDS).join())
            .withCause(failure);
        assertThat(this.cache.count(CacheCounter.LOAD_FAILURE)).isEqualTo(1);
        assertThat(retrieve("HAM", completed("Hamburg"))).isEqualTo("Hamburg");
        assertThat(this.cache.get("HAM")).isNotNull();
    }

    @Test
    void supplierThatThrowsFailsTheFutureAndIsNotCached() {
        IllegalStateException failure = new IllegalStateException("no connection");
        CompletableFuture<String> failed = this.cache.retrieve("HAM", () -> {
            throw failure;
        });
        assertThatExceptionOfType(CompletionException.class)
            .isThrownBy(() -> failed.orTimeout(10, TimeUnit.SECONDS).join())
            .withCause(failure);
        assertThat(retrieve("HAM", completed("Hamburg"))).isEqualTo("Hamburg");
    }

    @Test
    void failureReachesAllWhoShareTheLoad() {
        CompletableFuture<String> source = new CompletableFuture<>();
        List<CompletableFuture<String>> answers = retrieveByMany(8, () -> source);
        awaitLoads(1);
        IllegalStateException failure = new IllegalStateException("source is down");
        source.completeExceptionally(failure);
        for (CompletableFuture<String> answer : answers) {
            assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> answer.orTimeout(10, TimeUnit.SECONDS).join())
                .withCause(failure);
        }
        assertThat(this.loads).hasValue(1);
    }

    @Test
    void callersThatGiveUpDoNotKillTheSharedLoad() {
        CompletableFuture<String> source = new CompletableFuture<>();
        List<CompletableFuture<String>> answers = retrieveByMany(8, () -> source);
        awaitLoads(1);
        // The first one started the load.
        for (int i = 0; i < answers.size(); i += 2) {
            assertThat(answers.get(i).cancel(true)).isTrue();
        }
        assertThat(source).isNotCancelled();
        source.complete("Hamburg");
        for (int i = 1; i < answers.size(); i += 2) {
            assertThat(answers.get(i).orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("Hamburg");
        }
        assertThat(this.loads).hasValue(1);
        Reads.awaitFills(this.cache, 1);
        assertThat(retrieve("HAM", completed("late"))).isEqualTo("Hamburg");
    }

    @Test
    void callerThatCompletesItsFutureChangesNobodyElse() {
        CompletableFuture<String> source = new CompletableFuture<>();
        List<CompletableFuture<String>> answers = retrieveByMany(3, () -> source);
        awaitLoads(1);
        answers.get(0).complete("mine");
        answers.get(1).completeExceptionally(new IllegalStateException("mine"));
        source.complete("Hamburg");
        assertThat(answers.get(2).orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("Hamburg");
        assertThat(retrieve("HAM", completed("late"))).isEqualTo("Hamburg");
    }

    @Test
    void sourceThatNeverAnswersDoesNotHoldAThread() {
        for (int i = 0; i < 50; i++) {
            CompletableFuture<String> pending = this.cache.retrieve("never-" + i, CompletableFuture::new);
            assertThat(pending).isNotDone();
        }
        assertThat(retrieve("HAM", completed("Hamburg"))).isEqualTo("Hamburg");
    }

    @Test
    void callerDuringASlowFillSharesTheAnswer() {
        CountDownLatch held = new CountDownLatch(1);
        this.instance.l2().before(Step.STORE, () -> awaitQuietly(held));
        assertThat(retrieve("HAM", completed("Hamburg"))).isEqualTo("Hamburg");
        assertThat(retrieve("HAM", completed("late"))).isEqualTo("Hamburg");
        assertThat(this.loads).hasValue(1);
        held.countDown();
    }

    @Test
    void invalidationDuringASlowFillMakesTheNextCallerLoad() {
        CountDownLatch held = new CountDownLatch(1);
        this.instance.l2().before(Step.STORE, () -> awaitQuietly(held));
        assertThat(retrieve("HAM", completed("Hamburg"))).isEqualTo("Hamburg");
        this.cache.evict("HAM");
        assertThat(retrieve("HAM", completed("Hansestadt"))).isEqualTo("Hansestadt");
        this.cache.clear();
        assertThat(retrieve("HAM", completed("Freie Hansestadt"))).isEqualTo("Freie Hansestadt");
        held.countDown();
    }

    private List<CompletableFuture<String>> retrieveByMany(int callers, Supplier<CompletableFuture<String>> source) {
        return IntStream.range(0, callers).mapToObj((i) -> this.cache.retrieve("HAM", counted(source))).toList();
    }

    private String retrieve(String key, Supplier<CompletableFuture<String>> source) {
        return this.cache.retrieve(key, counted(source)).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Supplier<CompletableFuture<String>> counted(Supplier<CompletableFuture<String>> source) {
        return () -> {
            this.loads.incrementAndGet();
            return source.get();
        };
    }

    private static Supplier<CompletableFuture<String>> completed(String value) {
        return () -> CompletableFuture.completedFuture(value);
    }

    private void awaitLoads(int count) {
        await().atMost(Reads.SOON).until(() -> this.loads.get() == count);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

}
