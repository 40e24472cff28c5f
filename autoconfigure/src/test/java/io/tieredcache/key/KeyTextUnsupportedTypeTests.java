package io.tieredcache.key;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.sql.Timestamp;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.interceptor.SimpleKey;

import io.tieredcache.UnsupportedKeyTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys that no other instance could be sure to write the same.
 */
class KeyTextUnsupportedTypeTests {

    @Test
    void typeWithoutFormIsNamedButNotItsValue() {
        assertThatExceptionOfType(UnsupportedKeyTypeException.class).isThrownBy(() -> KeyText.of(new Basket("secret")))
            .withMessage("Key type 'io.tieredcache.key.KeyTextUnsupportedTypeTests$Basket' has no canonical text form. "
                    + "Use a record, a value type, or a key expression such as #basket.id.")
            .satisfies((ex) -> assertThat(ex.getKeyType()).isEqualTo(Basket.class));
    }

    @Test
    void typeWithoutFormIsFoundInsideOfOthers() {
        Object key = Map.of("a", Optional.of(new Line(new Basket("secret"))));
        assertThatExceptionOfType(UnsupportedKeyTypeException.class).isThrownBy(() -> KeyText.of(key))
            .withMessage("Key type 'io.tieredcache.key.KeyTextUnsupportedTypeTests$Basket' inside of "
                    + "'java.util.ImmutableCollections$Map1' > 'java.util.Optional' > "
                    + "'io.tieredcache.key.KeyTextUnsupportedTypeTests$Line' has no canonical text form. "
                    + "Use a record, a value type, or a key expression such as #basket.id.")
            .satisfies((ex) -> assertThat(ex.getKeyType()).isEqualTo(Basket.class));
    }

    @Test
    void partsAreCheckedToo() {
        assertThatExceptionOfType(UnsupportedKeyTypeException.class)
            .isThrownBy(() -> KeyText.ofParts(List.of("a", new Basket("secret"))))
            .withMessageStartingWith(
                    "Key type 'io.tieredcache.key.KeyTextUnsupportedTypeTests$Basket' has no canonical text form.");
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void typeOfUncertainEqualityIsRefused(Object key) {
        assertThatExceptionOfType(UnsupportedKeyTypeException.class).isThrownBy(() -> KeyText.of(key));
    }

    static Stream<Object> unsupported() {
        return Stream.of(new Object(), CharBuffer.wrap("a"), new AtomicInteger(1), new Timestamp(0),
                new java.sql.Date(0), Calendar.getInstance(), new PriorityQueue<>(List.of(1)), Map.of("a", 1).values(),
                Collections.unmodifiableCollection(List.of(1)), new BigDecimal("1") {
                }, new SimpleKey("a") {
                }, (Runnable) () -> {
                });
    }

    @Test
    void listThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatExceptionOfType(UnsupportedKeyTypeException.class).isThrownBy(() -> KeyText.of(list))
            .withMessage("Key type 'java.util.ArrayList' inside of 'java.util.ArrayList' > 'java.util.ArrayList' > "
                    + "'java.util.ArrayList' > 'java.util.ArrayList' is nested more than 64 levels deep or contains "
                    + "itself. Use a record, a value type, or a key expression such as #basket.id.");
    }

    @Test
    void otherHoldersThatContainThemselvesAreRefused() {
        Object[] array = new Object[1];
        array[0] = array;
        Map<Object, Object> map = new HashMap<>();
        map.put("self", map);
        List<Object> inner = new ArrayList<>();
        inner.add(Set.of(new SimpleEntry<>("a", array)));
        assertThat(Stream.of(array, map, inner))
            .allSatisfy((key) -> assertThatExceptionOfType(UnsupportedKeyTypeException.class)
                .isThrownBy(() -> KeyText.of(key)));
    }

    @Test
    void sixtyFourLevelsAreAllowed() {
        assertThat(KeyText.of(nested(63))).startsWith("h:");
        assertThatExceptionOfType(UnsupportedKeyTypeException.class).isThrownBy(() -> KeyText.of(nested(64)));
    }

    private Object nested(int levels) {
        Object key = "x";
        for (int i = 0; i < levels; i++) {
            key = List.of(key);
        }
        return key;
    }

    private record Line(Basket basket) {
    }

    private static final class Basket {

        private final String owner;

        Basket(String owner) {
            this.owner = owner;
        }

        @Override
        public String toString() {
            return this.owner;
        }

    }

}
