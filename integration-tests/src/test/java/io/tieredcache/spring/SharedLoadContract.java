package io.tieredcache.spring;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;

import io.tieredcache.CacheCounter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads that callers of one instance share.
 */
interface SharedLoadContract extends CacheContract {

    int CALLERS = 64;

    @Test
    default void concurrentCallersShareOneLoad() {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<Void> mayReturn = new CompletableFuture<>();
        Callers<Integer> callers = Callers.start(CALLERS, () -> cache().get("key", () -> {
            mayReturn.join();
            return loads.incrementAndGet();
        }));
        callers.awaitAllButOneWaiting();
        mayReturn.complete(null);
        assertThat(callers.results()).hasSize(CALLERS).containsOnly(1);
        assertThat(loads).hasValue(1);
        assertThat(cache().count(CacheCounter.SHARED_LOAD)).isEqualTo(CALLERS - 1);
    }

    @Test
    default void concurrentCallersShareALoadedNull() {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<Void> mayReturn = new CompletableFuture<>();
        Callers<Object> callers = Callers.start(CALLERS, () -> cache().get("key", () -> {
            loads.incrementAndGet();
            return mayReturn.join();
        }));
        callers.awaitAllButOneWaiting();
        mayReturn.complete(null);
        assertThat(callers.results()).hasSize(CALLERS).containsOnlyNulls();
        assertThat(loads).hasValue(1);
    }

    /**
     * Callers that come when a quick load is just over load no second time.
     */
    @RepeatedTest(20)
    default void callersThatComeLateLoadNothing() {
        for (int i = 0; i < 20; i++) {
            String key = "key" + i;
            AtomicInteger loads = new AtomicInteger();
            assertThat(Callers.start(8, () -> cache().get(key, loads::incrementAndGet)).results()).containsOnly(1);
            assertThat(loads).hasValue(1);
        }
    }

    @Test
    default void concurrentCallersShareTheFailure() {
        IOException failure = new IOException("no source");
        CompletableFuture<Void> mayFail = new CompletableFuture<>();
        AtomicInteger loads = new AtomicInteger();
        Callers<Object> callers = Callers.start(CALLERS, () -> cache().get("key", () -> {
            loads.incrementAndGet();
            mayFail.join();
            throw failure;
        }));
        callers.awaitAllButOneWaiting();
        mayFail.complete(null);
        assertThat(callers.failures()).hasSize(CALLERS)
            .allSatisfy((ex) -> assertThat(ex).isInstanceOf(ValueRetrievalException.class).cause().isSameAs(failure));
        assertThat(loads).hasValue(1);
        assertThat(cache().get("key")).isNull();
        assertThat(cache().get("key", () -> "second")).isEqualTo("second");
    }

}
