package io.tieredcache.spring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Loads without a thread that callers of one instance share.
 */
interface SharedRetrieveContract extends CacheContract {

    @Test
    default void retrievingCallersShareOneLoad() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<String> source = new CompletableFuture<>();
        List<CompletableFuture<String>> callers = retrieveOften(loads, source);
        source.complete("value");
        for (CompletableFuture<String> caller : callers) {
            assertThat(CacheContract.result(caller)).isEqualTo("value");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    default void blockingCallerSharesARetrievingLoad() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<String> retrieving = cache().retrieve("key", () -> counted(loads, source));
        Callers<String> blocking = Callers.start(2, () -> cache().get("key", () -> {
            loads.incrementAndGet();
            return "blocking";
        }));
        blocking.awaitAllButOneWaiting();
        source.complete("value");
        assertThat(CacheContract.result(retrieving)).isEqualTo("value");
        assertThat(blocking.results()).containsOnly("value");
        assertThat(loads).hasValue(1);
    }

    @Test
    default void cancelledCallerLeavesTheLoadToOthers() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<String> source = new CompletableFuture<>();
        List<CompletableFuture<String>> callers = retrieveOften(loads, source);
        callers.get(0).cancel(true);
        assertThat(source).isNotDone();
        source.complete("value");
        assertThat(CacheContract.result(callers.get(1))).isEqualTo("value");
        StoredEntries.awaitStored(cache(), "key");
        assertThat(loads).hasValue(1);
    }

    @Test
    default void lastCallerThatCancelsStillFillsTheCache() {
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<String> caller = cache().retrieve("key", () -> source);
        caller.cancel(true);
        source.complete("value");
        StoredEntries.awaitStored(cache(), "key");
        assertThat(cache().get("key", String.class)).isEqualTo("value");
    }

    @Test
    default void callerThatCompletesItsFutureChangesNobodyElses() throws Exception {
        CompletableFuture<String> source = new CompletableFuture<>();
        List<CompletableFuture<String>> callers = retrieveOften(new AtomicInteger(), source);
        callers.get(0).complete("mine");
        source.complete("value");
        assertThat(CacheContract.result(callers.get(1))).isEqualTo("value");
    }

    @Test
    default void retrievingCallersShareTheFailure() {
        IOException failure = new IOException("no source");
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<String> source = new CompletableFuture<>();
        List<CompletableFuture<String>> callers = retrieveOften(loads, source);
        source.completeExceptionally(failure);
        assertThat(callers).allSatisfy((caller) -> assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> CacheContract.result(caller))
            .withCause(failure));
        assertThat(loads).hasValue(1);
        assertThat(cache().get("key")).isNull();
    }

    private List<CompletableFuture<String>> retrieveOften(AtomicInteger loads, CompletableFuture<String> source) {
        List<CompletableFuture<String>> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(cache().retrieve("key", () -> counted(loads, source)));
        }
        return callers;
    }

    private static CompletableFuture<String> counted(AtomicInteger loads, CompletableFuture<String> source) {
        loads.incrementAndGet();
        return source;
    }

}
