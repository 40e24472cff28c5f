package io.tieredcache.spring;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;

import io.tieredcache.RecursiveLoadException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reads that load on a miss, one caller at a time.
 */
interface LoadContract extends CacheContract {

    @Test
    default void getWithLoaderGivesWhatItLoads() {
        assertThat(cache().get("key", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void getWithLoaderStoresWhatItLoads() {
        AtomicInteger loads = new AtomicInteger();
        cache().get("key", loads::incrementAndGet);
        StoredEntries.awaitStored(cache(), "key");
        assertThat(cache().get("key", loads::incrementAndGet)).isEqualTo(1);
        assertThat(loads).hasValue(1);
    }

    @Test
    default void getWithLoaderOfPresentKeyLoadsNothing() {
        cache().put("key", "present");
        AtomicInteger loads = new AtomicInteger();
        assertThat(cache().get("key", () -> nothing(loads))).isEqualTo("present");
        assertThat(loads).hasValue(0);
    }

    @Test
    default void loadedNullIsStored() {
        AtomicInteger loads = new AtomicInteger();
        assertThat(cache().get("key", () -> nothing(loads))).isNull();
        StoredEntries.awaitStored(cache(), "key");
        assertThat(cache().get("key")).isNotNull().extracting(ValueWrapper::get).isNull();
        assertThat(cache().get("key", () -> nothing(loads))).isNull();
        assertThat(loads).hasValue(1);
    }

    @Test
    default void checkedExceptionOfLoaderIsWrapped() {
        IOException failure = new IOException("no source");
        assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache().get("key", () -> {
            throw failure;
        })).withCause(failure).extracting(ValueRetrievalException::getKey).isEqualTo("key");
    }

    @Test
    default void runtimeExceptionOfLoaderIsWrapped() {
        IllegalStateException failure = new IllegalStateException("no source");
        assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache().get("key", () -> {
            throw failure;
        })).withCause(failure);
    }

    @Test
    default void failedLoadStoresNothing() {
        assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache().get("key", () -> {
            throw new IOException("no source");
        }));
        assertThat(cache().get("key")).isNull();
        assertThat(cache().get("key", () -> "second")).isEqualTo("second");
    }

    @Test
    default void loadOfItsOwnKeyFails() {
        assertThatExceptionOfType(ValueRetrievalException.class)
            .isThrownBy(() -> cache().get("key", () -> cache().get("key", () -> "inner")))
            .havingRootCause()
            .isInstanceOf(RecursiveLoadException.class)
            .withMessageContaining(cache().getName());
        assertThat(cache().get("key")).isNull();
    }

    @Test
    default void loadOfItsOwnKeyByAnotherKeyFails() {
        assertThatExceptionOfType(ValueRetrievalException.class)
            .isThrownBy(() -> cache().get("a", () -> cache().get("b", () -> cache().get("a", () -> "inner"))))
            .havingRootCause()
            .isInstanceOf(RecursiveLoadException.class);
    }

    @Test
    default void failedRecursionLeavesTheKeyUsable() {
        assertThatExceptionOfType(ValueRetrievalException.class)
            .isThrownBy(() -> cache().get("key", () -> cache().get("key", () -> "inner")));
        assertThat(cache().get("key", () -> "second")).isEqualTo("second");
    }

    @Test
    default void loadMayLoadAnotherKey() {
        assertThat(cache().get("outer", () -> "<" + cache().get("inner", () -> "value") + ">")).isEqualTo("<value>");
        StoredEntries.awaitStored(cache(), "inner");
        assertThat(cache().get("inner", String.class)).isEqualTo("value");
    }

    @Test
    default void loadMayEvictItsOwnKeyAndStoresNothingThen() {
        assertThat(cache().get("key", () -> {
            cache().evict("key");
            return "old";
        })).isEqualTo("old");
        assertThat(cache().get("key", () -> "new")).isEqualTo("new");
    }

    private static Object nothing(AtomicInteger loads) {
        loads.incrementAndGet();
        return null;
    }

}
