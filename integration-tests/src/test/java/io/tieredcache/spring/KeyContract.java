package io.tieredcache.spring;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.interceptor.SimpleKey;

import io.tieredcache.UnsupportedKeyTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys: equal ones find each other, different ones never do.
 */
interface KeyContract extends CacheContract {

    static Stream<List<Object>> equalKeys() {
        return Stream.of(Arrays.asList(null, null), List.of("key", String.valueOf(new char[] { 'k', 'e', 'y' })),
                List.of("", ""), List.of("ключ {}:~ \uD83D\uDE00", "ключ {}:~ \uD83D\uDE00"),
                List.of("x".repeat(5000), "x".repeat(5000)), List.of(4_200_000_000L, Long.valueOf(4_200_000_000L)),
                List.of(Airport.Kind.LARGE, Airport.Kind.LARGE),
                List.of(UUID.fromString("00000000-0000-0001-0000-000000000002"), new UUID(1, 2)),
                List.of(LocalDate.of(2026, 11, 21), LocalDate.parse("2026-11-21")),
                List.of(new Route("HAM", 1), new Route("HAM", 1)),
                List.of(new SimpleKey("HAM", 1, null), new SimpleKey("HAM", 1, null)),
                List.of(SimpleKey.EMPTY, new SimpleKey()), List.of(List.of("a", 1), new ArrayList<>(List.of("a", 1))),
                List.of(Map.of("a", 1, "b", 2), Map.of("b", 2, "a", 1)), List.of(Optional.of("a"), Optional.of("a")));
    }

    @ParameterizedTest
    @MethodSource("equalKeys")
    default void equalKeysFindTheEntryOfEachOther(List<Object> keys) {
        cache().put(keys.get(0), "value");
        assertThat(cache().get(keys.get(1), String.class)).isEqualTo("value");
        cache().evict(keys.get(1));
        assertThat(cache().get(keys.get(0))).isNull();
        assertThat(cache().get(keys.get(0), () -> "loaded")).isEqualTo("loaded");
        assertThat(cache().evictIfPresent(keys.get(1)) || cache().get(keys.get(1)) == null).isTrue();
    }

    @Test
    default void differentKeysHaveEntriesOfTheirOwn() {
        List<Object> keys = Arrays.asList(null, "null", "", "1", 1, 1L, (short) 1, 1.0, '1', true, "true", "i:1",
                List.of(1), List.of("1"), new SimpleKey(1), new SimpleKey("1"), new SimpleKey(), List.of(),
                new Route("1", 1), Map.of(1, 1), Optional.of(1), Optional.empty(), new SimpleKey((Object) null));
        for (int i = 0; i < keys.size(); i++) {
            cache().put(keys.get(i), i);
        }
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i) instanceof SimpleKey simple && simple.equals(new SimpleKey(1))) {
                continue;
            }
            assertThat(cache().get(keys.get(i), Integer.class)).as("value of key " + keys.get(i)).isEqualTo(i);
        }
    }

    @Test
    default void keyThatIsChangedLaterLeavesTheEntryToItsOldText() {
        List<String> key = new ArrayList<>(List.of("a"));
        cache().put(key, "value");
        key.add("b");
        assertThat(cache().get(key)).isNull();
        assertThat(cache().get(List.of("a"), String.class)).isEqualTo("value");
    }

    @Test
    default void keyWithoutATextIsRefusedByEveryMethod() {
        Object key = new Opaque();
        refuses(() -> cache().get(key));
        refuses(() -> cache().get(key, String.class));
        refuses(() -> cache().get(key, () -> "loaded"));
        refuses(() -> {
            var unused = cache().retrieve(key);
        });
        refuses(() -> cache().put(key, "value"));
        refuses(() -> cache().putIfAbsent(key, "value"));
        refuses(() -> cache().evict(key));
        refuses(() -> cache().evictIfPresent(key));
    }

    private static void refuses(Runnable call) {
        assertThatExceptionOfType(UnsupportedKeyTypeException.class).isThrownBy(call::run)
            .withMessageContaining(Opaque.class.getName())
            .withMessageNotContaining("secret")
            .satisfies((ex) -> assertThat(ex.getKeyType()).isEqualTo(Opaque.class));
    }

    /**
     * A key of the application.
     *
     * @param from where it begins
     * @param number its number
     */
    record Route(String from, int number) {

    }

    /**
     * An object without a text.
     */
    final class Opaque {

        @Override
        public String toString() {
            return "secret";
        }

    }

}
