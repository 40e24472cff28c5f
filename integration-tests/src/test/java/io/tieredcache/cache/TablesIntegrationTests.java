package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.SingleFlight;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Whatever is noted per key while a fleet loads is gone when the loads are done, however
 * many keys there were: reads and loads under way, waiters, timers and leases. With
 * {@code -Dtiered-cache.test.keys=1000000} for the full number.
 */
class TablesIntegrationTests {

    private static final int KEYS = Integer.getInteger("tiered-cache.test.keys",
            10_000 * Integer.getInteger("tiered-cache.test.scale", 1));

    private static final int SHARED_KEYS = 1_000;

    private static final long LOAD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int THREADS = 64;

    private static final String CACHE = "numbers";

    private static final EntryPolicy NUMBERS = EntryPolicy.defaults().withType(Integer.class);

    private final RedisServerProcess server = RedisServerProcess.onFreePort();

    private final String namespace = TestInstance.newNamespace();

    private final TestInstance a = start();

    private TestInstance start() {
        return TestInstance.builder()
            .redis(this.server.host(), this.server.port())
            .namespace(this.namespace)
            .defaults(new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED).maxEntries(1_000))
            .startLive();
    }

    @AfterEach
    void stop() {
        this.a.close();
        this.server.close();
    }

    @Test
    void areEmptyAfterManyKeys() {
        readAll(1_000, this.a);
        long before = usedHeap();
        long startedAt = System.nanoTime();
        readAll(KEYS, this.a);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
        awaitEmpty(this.a);
        assertThat(cache(this.a).count(CacheCounter.LOAD)).isEqualTo(KEYS);
        assertThat(cache(this.a).count(CacheCounter.FILL)).isEqualTo(KEYS);
        long after = usedHeap();
        System.out.printf("Heap in use: %.1f MB before, %.1f MB after %d keys in %d s%n", before / 1e6, after / 1e6,
                KEYS, seconds);
        assertThat(after - before).isLessThan(20_000_000);
    }

    @Test
    void areEmptyAfterTwoInstancesWaitedForEachOther() {
        try (TestInstance b = start()) {
            CompletableFuture
                .allOf(TestThreads.run(() -> readAll(SHARED_KEYS, this.a, LOAD_NANOS)),
                        TestThreads.run(() -> readAll(SHARED_KEYS, b, LOAD_NANOS)))
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
            long loads = cache(this.a).count(CacheCounter.LOAD) + cache(b).count(CacheCounter.LOAD);
            assertThat(loads).isEqualTo(SHARED_KEYS);
            assertThat(cache(this.a).count(CacheCounter.SHARED_FLEET_LOAD)
                    + cache(b).count(CacheCounter.SHARED_FLEET_LOAD))
                .isPositive();
            awaitEmpty(this.a);
            awaitEmpty(b);
            System.out.printf("Reads that waited for the other instance: %d of %d%n",
                    cache(this.a).count(CacheCounter.SHARED_FLEET_LOAD)
                            + cache(b).count(CacheCounter.SHARED_FLEET_LOAD),
                    2 * SHARED_KEYS);
        }
    }

    @Test
    void areEmptyAfterFailedLoads() {
        for (int i = 0; i < SHARED_KEYS; i++) {
            int key = i;
            assertThatIllegalStateException().isThrownBy(() -> cache(this.a).get(key, NUMBERS, (context) -> {
                throw new IllegalStateException("no number");
            }));
        }
        awaitEmpty(this.a);
    }

    private static DefaultTieredCache cache(TestInstance instance) {
        return (DefaultTieredCache) instance.cache(CACHE);
    }

    private static void readAll(int keys, TestInstance instance) {
        readAll(keys, instance, 0);
    }

    private static void readAll(int keys, TestInstance instance, long loadNanos) {
        DefaultTieredCache cache = cache(instance);
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            readers.add(TestThreads.run(() -> {
                for (int i = first; i < keys; i += THREADS) {
                    assertThat(read(cache, i, loadNanos)).isEqualTo(i);
                }
            }));
        }
        CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new)).orTimeout(5, TimeUnit.MINUTES).join();
    }

    private static Integer read(DefaultTieredCache cache, int key, long loadNanos) {
        try {
            return cache.get(key, NUMBERS, (context) -> {
                LockSupport.parkNanos(loadNanos);
                return key;
            });
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void awaitEmpty(TestInstance instance) {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(cache(instance).inFlight()).as("under way").isZero();
            assertThat(instance.runtime().waiters().size()).as("waiters").isZero();
            assertThat(instance.waitingTasks()).as("timers").isZero();
        });
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

}
