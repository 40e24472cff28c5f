package io.tieredcache.key;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.interceptor.SimpleKeyGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys of several parts, ours and Spring's.
 */
class KeyTextPartsTests {

    @Test
    void noPartsHaveAFixedText() {
        assertThat(KeyText.ofParts(List.of())).isEqualTo("p0");
    }

    @Test
    void onePartIsItself() {
        assertThat(KeyText.ofParts(List.of("HAM"))).isEqualTo("s:HAM");
        assertThat(KeyText.ofParts(Collections.singletonList(null))).isEqualTo("null");
        assertThat(KeyText.ofParts(List.of(List.of(1)))).isEqualTo(KeyText.of(List.of(1)));
    }

    @Test
    void severalPartsAreListed() {
        assertThat(KeyText.ofParts(Arrays.asList("HAM", 42, null))).isEqualTo("p3~s:HAM~i:42~null");
    }

    @Test
    void partsAreNeitherListNorArray() {
        assertThat(Stream.of(KeyText.ofParts(List.of("a", "b")), KeyText.of(List.of("a", "b")),
                KeyText.of(new String[] { "a", "b" }), KeyText.of(new Object[] { "a", "b" }),
                KeyText.ofParts(List.of("a", List.of("b"))), KeyText.ofParts(List.of("a~s:b"))))
            .doesNotHaveDuplicates();
    }

    @Test
    void longPartsAreHashed() {
        assertThat(KeyText.ofParts(List.of("a".repeat(150), "b".repeat(150)))).matches("h:[0-9a-f]{64}");
    }

    @Test
    void simpleKeyListsItsParameters() {
        assertThat(KeyText.of(SimpleKey.EMPTY)).isEqualTo("p0");
        assertThat(KeyText.of(new SimpleKey("HAM", 42))).isEqualTo("p2~s:HAM~i:42");
        assertThat(KeyText.of(new SimpleKey("HAM"))).isEqualTo("p1~s:HAM");
        assertThat(KeyText.of(new SimpleKey("1", 2))).isNotEqualTo(KeyText.of(new SimpleKey(1, "2")));
        assertThat(KeyText.of(new SimpleKey(new int[] { 1 }, 2))).isEqualTo("p2~array1:int~i:1~i:2");
    }

    @Test
    void defaultKeyOfSpringHasTheTextOfTheParts() {
        List<List<Object>> calls = List.of(List.of(), List.of("HAM"), List.of("HAM", 42), List.of(1, List.of(2)));
        assertThat(calls).allSatisfy((parts) -> assertThat(KeyText.ofParts(parts))
            .isEqualTo(KeyText.of(SimpleKeyGenerator.generateKey(parts.toArray()))));
    }

}
