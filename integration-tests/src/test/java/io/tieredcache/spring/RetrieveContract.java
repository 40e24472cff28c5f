package io.tieredcache.spring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueWrapper;

import io.tieredcache.RecursiveLoadException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The reads that hold no thread.
 */
interface RetrieveContract extends CacheContract {

    @Test
    default void retrieveOfAbsentKeyGivesNull() throws Exception {
        CompletableFuture<?> found = cache().retrieve("absent");
        assertThat((found != null) ? CacheContract.result(found) : null).isNull();
    }

    @Test
    default void retrieveOfPresentKeyGivesAWrapper() throws Exception {
        cache().put("key", "value");
        assertThat(wrapper("key").get()).isEqualTo("value");
    }

    @Test
    default void retrieveOfStoredNullGivesAWrapperOfNull() throws Exception {
        cache().put("key", null);
        assertThat(wrapper("key").get()).isNull();
    }

    @Test
    default void retrieveWithLoaderGivesWhatItLoads() throws Exception {
        assertThat(CacheContract.result(cache().retrieve("key", () -> CompletableFuture.completedFuture("loaded"))))
            .isEqualTo("loaded");
    }

    @Test
    default void retrieveWithLoaderStoresWhatItLoads() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CacheContract.result(cache().retrieve("key", () -> counted(loads)));
        StoredEntries.awaitStored(cache(), "key");
        assertThat(CacheContract.result(cache().retrieve("key", () -> counted(loads)))).isEqualTo(1);
        assertThat(cache().get("key", Integer.class)).isEqualTo(1);
        assertThat(loads).hasValue(1);
    }

    @Test
    default void retrieveWithLoaderOfPresentKeyLoadsNothing() throws Exception {
        cache().put("key", "present");
        AtomicInteger loads = new AtomicInteger();
        assertThat(CacheContract.<Object>result(cache().retrieve("key", () -> {
            loads.incrementAndGet();
            return CompletableFuture.completedFuture("loaded");
        }))).isEqualTo("present");
        assertThat(loads).hasValue(0);
    }

    @Test
    default void retrieveWithLoaderStoresANull() throws Exception {
        assertThat(CacheContract.<Object>result(cache().retrieve("key", () -> CompletableFuture.completedFuture(null))))
            .isNull();
        StoredEntries.awaitStored(cache(), "key");
        assertThat(wrapper("key").get()).isNull();
        assertThat(CacheContract.<Object>result(
                cache().retrieve("key", () -> CompletableFuture.failedFuture(new AssertionError("loaded")))))
            .isNull();
    }

    @Test
    default void failedFutureIsNotStored() throws Exception {
        IOException failure = new IOException("no source");
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(
                    () -> CacheContract.result(cache().retrieve("key", () -> CompletableFuture.failedFuture(failure))))
            .withCause(failure);
        assertThat(cache().get("key")).isNull();
        assertThat(CacheContract.result(cache().retrieve("key", () -> CompletableFuture.completedFuture("second"))))
            .isEqualTo("second");
    }

    @Test
    default void loaderThatThrowsFailsTheFuture() throws Exception {
        IllegalStateException failure = new IllegalStateException("no source");
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> CacheContract.result(cache().retrieve("key", () -> {
                throw failure;
            })))
            .withCause(failure);
        assertThat(CacheContract.result(cache().retrieve("key", () -> CompletableFuture.completedFuture("second"))))
            .isEqualTo("second");
    }

    @Test
    default void retrieveInALoaderOfTheSameKeyFails() {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> CacheContract.result(cache().retrieve("key",
                    () -> cache().retrieve("key", () -> CompletableFuture.completedFuture("inner")))))
            .withCauseInstanceOf(RecursiveLoadException.class);
    }

    @Test
    default void blockingReadInALoaderOfTheSameKeyFails() {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> CacheContract.result(cache().retrieve("key",
                    () -> CompletableFuture.completedFuture(cache().get("key", () -> "inner")))))
            .havingRootCause()
            .isInstanceOf(RecursiveLoadException.class);
    }

    @Test
    default void retrieveInABlockingLoaderOfTheSameKeyFails() {
        assertThatExceptionOfType(Exception.class)
            .isThrownBy(() -> cache().get("key",
                    () -> CacheContract
                        .result(cache().retrieve("key", () -> CompletableFuture.completedFuture("inner")))))
            .havingRootCause()
            .isInstanceOf(RecursiveLoadException.class);
    }

    @Test
    default void loaderMayRetrieveAnotherKey() throws Exception {
        CompletableFuture<String> outer = cache().retrieve("outer",
                () -> cache().retrieve("inner", () -> CompletableFuture.completedFuture("value"))
                    .thenApply((inner) -> "<" + inner + ">"));
        assertThat(CacheContract.result(outer)).isEqualTo("<value>");
    }

    @Test
    default void loadersThatWaitForOtherKeysDoNotBlockEachOther() throws Exception {
        List<CompletableFuture<String>> outer = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String key = String.valueOf(i);
            outer.add(cache().retrieve("outer" + key, () -> CompletableFuture.completedFuture(
                    cache().retrieve("inner" + key, () -> CompletableFuture.completedFuture(key)).join())));
        }
        for (int i = 0; i < 40; i++) {
            assertThat(CacheContract.result(outer.get(i))).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    default void manyPendingLoadsHoldNoThreads() throws Exception {
        CompletableFuture<String> source = new CompletableFuture<>();
        List<CompletableFuture<String>> pending = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pending.add(cache().retrieve("key" + i, () -> source));
        }
        assertThat(CacheContract.result(cache().retrieve("other", () -> CompletableFuture.completedFuture("value"))))
            .isEqualTo("value");
        source.complete("late");
        for (CompletableFuture<String> load : pending) {
            assertThat(CacheContract.result(load)).isEqualTo("late");
        }
    }

    private ValueWrapper wrapper(String key) throws Exception {
        CompletableFuture<?> found = cache().retrieve(key);
        assertThat(found).isNotNull();
        Object wrapper = CacheContract.result(found);
        assertThat(wrapper).isInstanceOf(ValueWrapper.class);
        return (ValueWrapper) wrapper;
    }

    private static CompletableFuture<Integer> counted(AtomicInteger loads) {
        return CompletableFuture.completedFuture(loads.incrementAndGet());
    }

}
