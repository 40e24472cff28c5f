package io.tieredcache.spring;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Evictions and clears.
 */
interface RemovalContract extends CacheContract {

    @Test
    default void evictRemovesTheKeyOnly() {
        cache().put("key", "value");
        cache().put("other", "value");
        cache().evict("key");
        assertThat(cache().get("key")).isNull();
        assertThat(cache().get("other")).isNotNull();
    }

    @Test
    default void evictOfAbsentKeyDoesNothing() {
        assertThatCode(() -> cache().evict("absent")).doesNotThrowAnyException();
    }

    @Test
    default void evictIfPresentTellsThatTheKeyWasThere() {
        cache().put("key", "value");
        assertThat(cache().evictIfPresent("key")).isTrue();
        assertThat(cache().get("key")).isNull();
    }

    @Test
    default void evictIfPresentTakesAStoredNullForPresent() {
        cache().put("key", null);
        assertThat(cache().evictIfPresent("key")).isTrue();
        assertThat(cache().get("key")).isNull();
    }

    @Test
    default void evictIfPresentTellsThatTheKeyWasNotThere() {
        assertThat(cache().evictIfPresent("key")).isFalse();
        cache().put("key", "value");
        cache().evict("key");
        assertThat(cache().evictIfPresent("key")).isFalse();
    }

    @Test
    default void clearRemovesAllKeys() {
        cache().put("a", 1);
        cache().get("b", () -> 2);
        cache().put("c", null);
        cache().clear();
        assertThat(cache().get("a")).isNull();
        assertThat(cache().get("b")).isNull();
        assertThat(cache().get("c")).isNull();
    }

    @Test
    default void putAfterAClearStays() {
        cache().put("key", "old");
        cache().clear();
        cache().put("key", "new");
        assertThat(cache().get("key", String.class)).isEqualTo("new");
    }

    @Test
    default void invalidateRemovesAllKeys() {
        cache().put("a", 1);
        cache().put("b", 2);
        cache().invalidate();
        assertThat(cache().get("a")).isNull();
        assertThat(cache().get("b")).isNull();
    }

    @Test
    default void invalidateOfAnEmptyCacheIsFalse() {
        assertThat(cache().invalidate()).isFalse();
    }

    @Test
    default void invalidateAfterAClearIsFalse() {
        cache().get("key", () -> "value");
        cache().clear();
        assertThat(cache().invalidate()).isFalse();
    }

    @Test
    default void loadAfterRemovalGivesTheNewValue() {
        cache().get("key", () -> "old");
        cache().evict("key");
        assertThat(cache().get("key", () -> "new")).isEqualTo("new");
        cache().clear();
        assertThat(cache().get("key", () -> "newest")).isEqualTo("newest");
    }

}
