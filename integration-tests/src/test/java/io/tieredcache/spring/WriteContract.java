package io.tieredcache.spring;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Puts.
 */
interface WriteContract extends CacheContract {

    @Test
    default void putReplacesTheValue() {
        cache().put("key", "old");
        cache().put("key", "new");
        assertThat(cache().get("key", String.class)).isEqualTo("new");
    }

    @Test
    default void putReplacesWhatWasLoaded() {
        cache().get("key", () -> "loaded");
        cache().put("key", "put");
        assertThat(cache().get("key", String.class)).isEqualTo("put");
    }

    @Test
    default void putOfNullReplacesTheValue() {
        cache().put("key", "value");
        cache().put("key", null);
        assertThat(cache().get("key")).isNotNull().extracting(ValueWrapper::get).isNull();
    }

    @Test
    default void putReplacesAStoredNull() {
        cache().put("key", null);
        cache().put("key", "value");
        assertThat(cache().get("key", String.class)).isEqualTo("value");
    }

    @Test
    default void putOfOneKeyLeavesOthers() {
        cache().put("a", 1);
        cache().put("b", 2);
        assertThat(cache().get("a", Integer.class)).isEqualTo(1);
        assertThat(cache().get("b", Integer.class)).isEqualTo(2);
    }

    @Test
    default void putIfAbsentStoresWhereNothingIs() {
        assertThat(cache().putIfAbsent("key", "value")).isNull();
        assertThat(cache().get("key", String.class)).isEqualTo("value");
    }

    @Test
    default void putIfAbsentGivesWhatIsThere() {
        cache().put("key", "first");
        assertThat(cache().putIfAbsent("key", "second")).isNotNull().extracting(ValueWrapper::get).isEqualTo("first");
        assertThat(cache().get("key", String.class)).isEqualTo("first");
    }

    @Test
    default void putIfAbsentTakesAStoredNullForPresent() {
        cache().put("key", null);
        assertThat(cache().putIfAbsent("key", "second")).isNotNull().extracting(ValueWrapper::get).isNull();
        assertThat(cache().get("key")).isNotNull().extracting(ValueWrapper::get).isNull();
    }

    @Test
    default void putIfAbsentOfNullStoresIt() {
        assertThat(cache().putIfAbsent("key", null)).isNull();
        assertThat(cache().putIfAbsent("key", "second")).isNotNull().extracting(ValueWrapper::get).isNull();
    }

    @Test
    default void putIfAbsentStoresAfterAnEviction() {
        cache().put("key", "first");
        cache().evict("key");
        assertThat(cache().putIfAbsent("key", "second")).isNull();
        assertThat(cache().get("key", String.class)).isEqualTo("second");
    }

    @Test
    default void putIfAbsentStoresAfterAClear() {
        cache().put("key", "first");
        cache().clear();
        assertThat(cache().putIfAbsent("key", "second")).isNull();
        assertThat(cache().get("key", String.class)).isEqualTo("second");
    }

    @Test
    default void concurrentPutIfAbsentHasOneWinner() {
        AtomicInteger next = new AtomicInteger();
        Callers<Integer> callers = Callers.start(16, () -> {
            int mine = next.incrementAndGet();
            ValueWrapper present = cache().putIfAbsent("key", mine);
            return (present != null) ? (Integer) present.get() : mine;
        });
        assertThat(callers.results()).hasSize(16).containsOnly(cache().get("key", Integer.class));
    }

}
