package io.tieredcache.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which keys may stand for their own text.
 */
class KeyTextImmutableKeyTests {

    @ParameterizedTest
    @MethodSource("immutable")
    void valueThatCannotChangeIsImmutable(Object key) {
        assertThat(KeyText.isImmutableKey(key)).isTrue();
    }

    static Stream<Object> immutable() {
        return Stream.of("a", 'a', true, (byte) 1, (short) 1, 1, 1L, 1f, 1.0, BigInteger.ONE, BigDecimal.ONE,
                DayOfWeek.MONDAY, new UUID(0, 1), Instant.EPOCH, LocalDate.EPOCH, ZoneOffset.UTC,
                ZoneId.of("Europe/Berlin"), Locale.GERMANY, Currency.getInstance("EUR"), SimpleKey.EMPTY,
                new SimpleKey("a", 1L), new SimpleKey("a", null));
    }

    @ParameterizedTest
    @MethodSource("mutable")
    void valueThatMayChangeIsNotImmutable(Object key) {
        assertThat(KeyText.isImmutableKey(key)).isFalse();
    }

    static Stream<Object> mutable() {
        return Stream.of(new Holder(List.of()), List.of(), Set.of(), Map.of(), Optional.empty(), new int[0],
                new byte[0], Date.from(Instant.EPOCH), new SimpleKey(1, List.of()), new SimpleKey(1, new SimpleKey(2)),
                new Object(), URI.create("a"), String.class, new BigDecimal("1") {
                });
    }

    @Test
    void simpleKeysAreEqualWhenTheirTextsAre() {
        List<SimpleKey> keys = List.of(new SimpleKey(1, "a"), new SimpleKey(1L, "a"), new SimpleKey("1", "a"),
                new SimpleKey(1, "a", null), new SimpleKey("a"), new SimpleKey("a", 1), SimpleKey.EMPTY,
                new SimpleKey(1, "a"));
        for (SimpleKey one : keys) {
            for (SimpleKey other : keys) {
                assertThat(one.equals(other)).isEqualTo(KeyText.of(one).equals(KeyText.of(other)));
            }
        }
    }

    @Test
    void longKeyIsNotKept() {
        String half = "x".repeat(KeyText.MAX_LENGTH / 2);
        assertThat(KeyText.isKeepable(half + half)).isTrue();
        assertThat(KeyText.isKeepable(half + half + "x")).isFalse();
        assertThat(KeyText.isKeepable(new SimpleKey(half, 1))).isTrue();
        assertThat(KeyText.isKeepable(new SimpleKey(half, half))).isFalse();
        assertThat(KeyText.isKeepable(new SimpleKey(half, new Object()))).isFalse();
        assertThat(KeyText.isKeepable(null)).isFalse();
    }

    @Test
    void nullIsNotImmutable() {
        assertThat(KeyText.isImmutableKey(null)).isFalse();
    }

    private record Holder(List<String> values) {
    }

}
