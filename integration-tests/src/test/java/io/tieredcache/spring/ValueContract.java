package io.tieredcache.spring;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.Cache.ValueWrapper;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values on their way through L2 to another instance, without a declared type.
 */
interface ValueContract extends CacheContract {

    static Stream<Object> values() {
        return Stream.of("text", "", "ключ \uD83D\uDE00", 42, 42L, (short) 42, (byte) 42, 4.25, 4.25f, 'x', true,
                new BigDecimal("1.00"), new UUID(1, 2), Instant.parse("2026-11-21T04:05:06.789012345Z"),
                LocalDate.of(2026, 11, 21), Airport.Kind.LARGE, Airport.HAMBURG, List.of(), Set.of(), Map.of(),
                List.of("a", "b"), Set.of(1, 2), List.of(Airport.HAMBURG, Airport.HELGOLAND),
                new ArrayList<>(List.of(Airport.HAMBURG)), Map.of("HAM", Airport.HAMBURG),
                Map.of(Airport.Kind.SMALL, List.of(Airport.HELGOLAND)), List.of(List.of(1), List.of(2, 3)),
                List.of(1, "a", true), Optional.of(Airport.HAMBURG), Optional.of("text"), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("values")
    default void valueComesBackEqualOnAnotherInstance(Object value) {
        cache().put("put", value);
        assertThat(cacheElsewhere().get("put")).isNotNull().extracting(ValueWrapper::get).isEqualTo(value);
        assertThat(cache().get("put")).isNotNull().extracting(ValueWrapper::get).isEqualTo(value);
        assertThat(cache().get("loaded", () -> value)).isEqualTo(value);
        StoredEntries.awaitStored(cacheElsewhere(), "loaded");
        assertThat(cacheElsewhere().get("loaded")).isNotNull().extracting(ValueWrapper::get).isEqualTo(value);
    }

    @Test
    default void bytesComeBackOnAnotherInstance() {
        byte[] value = { 0, 1, -1 };
        cache().put("key", value);
        assertThat(cacheElsewhere().get("key", byte[].class)).isEqualTo(value);
    }

    @Test
    default void valueComesBackAsItsClassAndNotAsAMap() {
        cache().put("key", List.of(Airport.HAMBURG));
        List<?> found = cacheElsewhere().get("key", List.class);
        assertThat(found).singleElement().isInstanceOf(Airport.class);
    }

    @Test
    default void nullComesBackOnAnotherInstance() {
        cache().put("key", null);
        assertThat(cacheElsewhere().get("key")).isNotNull().extracting(ValueWrapper::get).isNull();
    }

    @Test
    default void loadedValueOfForbiddenTypeReachesTheCallerOnly() {
        Unlisted value = new Unlisted("text");
        assertThat(cache().get("key", () -> value)).isSameAs(value);
        assertThat(cache().count(CacheCounter.UNWRITABLE)).isEqualTo(1);
        assertThat(cache().count(CacheCounter.FILL)).isZero();
        assertThat(cacheElsewhere().get("key")).isNull();
    }

    @Test
    default void putOfForbiddenTypeStoresNothingAndDropsTheOldValue() {
        cache().put("key", "old");
        cache().put("key", new Unlisted("text"));
        assertThat(cache().count(CacheCounter.UNWRITABLE)).isEqualTo(1);
        assertThat(cache().get("key")).isNull();
        assertThat(cacheElsewhere().get("key")).isNull();
    }

    @Test
    default void putIfAbsentOfForbiddenTypeStoresNothing() {
        assertThat(cache().putIfAbsent("key", new Unlisted("text"))).isNull();
        assertThat(cache().get("key")).isNull();
    }

    @Test
    default void forbiddenTypeInsideOfAListIsRefused() {
        cache().put("key", List.of(new Unlisted("text")));
        assertThat(cacheElsewhere().get("key")).isNull();
        assertThat(cache().count(CacheCounter.UNWRITABLE)).isEqualTo(1);
    }

    @Test
    default void declaredTypeNeedsNoAllowList() throws Throwable {
        EntryPolicy policy = EntryPolicy.defaults().withType(Unlisted.class);
        cache().put("key", new Unlisted("text"), policy);
        assertThat(cacheElsewhere().<Unlisted>get("key", policy, (context) -> {
            throw new AssertionError("loaded");
        })).isEqualTo(new Unlisted("text"));
    }

}
