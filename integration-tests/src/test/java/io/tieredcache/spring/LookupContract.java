package io.tieredcache.spring;

import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The reads that load nothing.
 */
interface LookupContract extends CacheContract {

    @Test
    default void getOfAbsentKeyIsNull() {
        assertThat(cache().get("absent")).isNull();
    }

    @Test
    default void getOfPresentKeyWrapsItsValue() {
        cache().put("key", "value");
        assertThat(cache().get("key")).extracting(ValueWrapper::get).isEqualTo("value");
    }

    @Test
    default void getOfStoredNullIsAWrapperOfNull() {
        cache().put("key", null);
        ValueWrapper found = cache().get("key");
        assertThat(found).isNotNull();
        assertThat(found.get()).isNull();
    }

    @Test
    default void typedGetGivesTheValue() {
        cache().put("key", 42);
        assertThat(cache().get("key", Integer.class)).isEqualTo(42);
    }

    @Test
    default void typedGetTakesASupertype() {
        cache().put("key", 42);
        assertThat(cache().get("key", Number.class)).isEqualTo(42);
    }

    @Test
    default void typedGetWithoutTypeGivesTheValue() {
        cache().put("key", 42);
        assertThat(cache().get("key", (Class<Object>) null)).isEqualTo(42);
    }

    @Test
    default void typedGetOfAbsentKeyIsNull() {
        assertThat(cache().get("absent", String.class)).isNull();
    }

    @Test
    default void typedGetOfStoredNullIsNull() {
        cache().put("key", null);
        assertThat(cache().get("key", String.class)).isNull();
    }

    @Test
    default void typedGetOfAnotherTypeFails() {
        cache().put("key", "secret");
        assertThatIllegalStateException().isThrownBy(() -> cache().get("key", Integer.class))
            .withMessageContaining(cache().getName())
            .withMessageContaining("java.lang.String")
            .withMessageContaining("java.lang.Integer")
            .withMessageNotContaining("secret");
    }

    @Test
    default void typedGetOfAnotherTypeKeepsTheEntry() {
        cache().put("key", "value");
        assertThatIllegalStateException().isThrownBy(() -> cache().get("key", Integer.class));
        assertThat(cache().get("key", String.class)).isEqualTo("value");
    }

    @Test
    default void nameIsThatOfTheManager() {
        assertThat(cache().getName()).isEqualTo(cacheElsewhere().getName()).isNotEmpty();
    }

    @Test
    default void nativeCacheIsThere() {
        assertThat(cache().getNativeCache()).isNotNull();
    }

}
