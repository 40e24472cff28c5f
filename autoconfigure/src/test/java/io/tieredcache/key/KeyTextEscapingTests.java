package io.tieredcache.key;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which characters stay, and what becomes of the others.
 */
class KeyTextEscapingTests {

    @Test
    void lettersDigitsAndNineSignsStay() {
        String plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:/@+=";
        assertThat(KeyText.of(plain)).isEqualTo("s:" + plain);
    }

    @Test
    void everyOtherAsciiCharacterIsEscaped() {
        String plain = "-._:/@+=";
        IntStream.range(0, 128)
            .filter((character) -> !Character.isLetterOrDigit(character) && plain.indexOf(character) < 0)
            .forEach((character) -> assertThat(KeyText.of("a" + (char) character + "b"))
                .isEqualTo("s:a%%%02Xb".formatted(character)));
    }

    @ParameterizedTest
    @CsvSource({ "a b, s:a%20b", "{x}, s:%7Bx%7D", "100%, s:100%25", "~, s:%7E", "München, s:M%C3%BCnchen",
            "東京, s:%E6%9D%B1%E4%BA%AC", "😀, s:%F0%9F%98%80" })
    void otherCharactersBecomeTheirUtf8Bytes(String value, String text) {
        assertThat(KeyText.of(value)).isEqualTo(text);
    }

    @Test
    void loneSurrogatesSurvive() {
        assertThat(KeyText.of("a\uD83D")).isEqualTo("s:a%uD83D");
        assertThat(KeyText.of("\uDE00b")).isEqualTo("s:%uDE00b");
        assertThat(KeyText.of("\uDE00\uD83D")).isEqualTo("s:%uDE00%uD83D");
        assertThat(KeyText.of('\uD83D')).isEqualTo("c:%uD83D");
        assertThat(Stream.of("\uD83D", "\uD83E", "?", "\uFFFD", "%uD83D").map(KeyText::of)).doesNotHaveDuplicates();
    }

    @Test
    void everyCharacterHasItsOwnText() {
        assertThat(IntStream.rangeClosed(0, 0xFFFF).mapToObj((character) -> KeyText.of((char) character)))
            .doesNotHaveDuplicates()
            .allMatch((text) -> text.matches("c:([A-Za-z0-9._:/@+=-]|(%[0-9A-F]{2})+|%uD[89A-F][0-9A-F]{2})"));
    }

    @Test
    void composedAndDecomposedLettersDiffer() {
        assertThat(KeyText.of("\u00E9")).isNotEqualTo(KeyText.of("e\u0301"));
    }

}
