package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The table of reads under way returns to empty, however they end.
 */
class InFlightTableIntegrationTests {

    private static final int KEYS = 5_000 * Integer.getInteger("tiered-cache.test.scale", 1);

    private static final int THREADS = 8;

    private static final EntryPolicy NUMBERS = EntryPolicy.defaults().withType(Integer.class);

    private final TestInstance instance = TestInstance.builder().startLive();

    private final DefaultTieredCache cache = (DefaultTieredCache) this.instance.cache("numbers");

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void isEmptyAfterTwentyThousandKeys() {
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            readers.add(CompletableFuture.runAsync(() -> {
                for (int i = first; i < KEYS; i += THREADS) {
                    read(i);
                }
            }, (task) -> new Thread(task, "reader").start()));
        }
        CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new)).orTimeout(2, TimeUnit.MINUTES).join();
        assertThat(this.cache.count(CacheCounter.LOAD)).isEqualTo(KEYS);
        awaitEmpty();
        assertThat(this.cache.count(CacheCounter.FILL)).isEqualTo(KEYS);
    }

    @Test
    void isEmptyAfterFailedLoads() {
        for (int i = 0; i < 1_000; i++) {
            int key = i;
            assertThatIllegalStateException().isThrownBy(() -> this.cache.get(key, NUMBERS, (context) -> {
                throw new IllegalStateException("no number");
            }));
        }
        assertThat(this.cache.inFlight()).isZero();
    }

    @Test
    void isEmptyAfterAsynchronousLoadsOfAllKinds() {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            int key = i;
            answers.add(this.cache.retrieve(i, () -> switch (key % 3) {
                case 0 -> CompletableFuture.completedFuture(key);
                case 1 -> CompletableFuture.failedFuture(new IllegalStateException("no number"));
                default -> throw new IllegalStateException("no number");
            }));
        }
        answers.get(0).cancel(true);
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .handle((done, failure) -> answers.size())
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
        awaitEmpty();
    }

    @Test
    void isEmptyWhileRedisFailsAndAfterwards() {
        this.instance.l2().failing(true);
        for (int i = 0; i < 1_000; i++) {
            read(i);
        }
        awaitEmpty();
        this.instance.l2().failing(false);
        for (int i = 0; i < 1_000; i++) {
            this.cache.evict(i);
            read(i);
        }
        awaitEmpty();
    }

    private void read(int key) {
        try {
            Integer value = this.cache.get(key, NUMBERS, (context) -> key);
            assertThat(value).isEqualTo(key);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private void awaitEmpty() {
        await().atMost(20, TimeUnit.SECONDS).until(() -> this.cache.inFlight() == 0);
    }

}
